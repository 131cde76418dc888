#!/bin/sh
# Whether two builds of the last commit give the same bytes: make dist in two clones, with other paths, other rights of
# new files, another time zone and another language. Compares all packages, and what is in quarkus-app. What is not
# committed is not in it. Ends with 1 and names the files that differ, which stay for a look.
# The second build has a busy processor, too, so that its threads take other turns.
#   HEARSAY_BINARY  the native binary that both pack; it is not built twice. Else a stand-in of its format and size.
set -eu
cd "$(dirname "$0")/../.."
home=$(mktemp -d "${TMPDIR:-/tmp}/hearsay-reproduce.XXXXXX")
first=$home/a
second=$home/another/path-that-is-longer
binary=${HEARSAY_BINARY:+$(readlink -f "$HEARSAY_BINARY")}
if [ -z "$binary" ]; then
  # The header of a program for amd64, and something to be packed.
  binary=$home/stand-in
  { printf '\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\076\0GLIBC_2.34\0'; yes hearsay | head -c 5000000; } >"$binary"
fi
echo "Two builds of $(git rev-parse --short HEAD), which takes some minutes"
git clone -q . "$first"
git clone -q . "$second"
(umask 022 && cd "$first" && TZ=UTC HEARSAY_BINARY=$binary sh src/dist/dist.sh >/dev/null)
while :; do :; done &
busy=$!
trap 'kill "$busy"' EXIT
trap 'exit 130' INT TERM HUP
(umask 077 && cd "$second" && TZ=Asia/Tokyo LC_ALL=C.UTF-8 HEARSAY_BINARY=$binary sh src/dist/dist.sh >/dev/null)
kill "$busy"
trap - EXIT

sums() {
  (cd "$1" && find target/dist target/quarkus-app -type f -exec sha256sum {} + | sort -k 2)
}
sums "$first" >"$home/first"
sums "$second" >"$home/second"
if diff "$home/first" "$home/second" >"$home/differences"; then
  echo "equal: $(wc -l <"$home/first") files, among them"
  grep target/dist "$home/first"
  rm -rf "$home"
else
  echo "NOT EQUAL, see $first and $second:"
  sed -n 's/^< [0-9a-f]* */  /p' "$home/differences"
  exit 1
fi
