#!/bin/sh
# Puts HAProxy 3.0, from Debian 13, into target/haproxy-3.0 for the tests and benchmarks, beside the system's HAProxy,
# and prints the path of its binary as the last line. Nothing is installed: the packages are fetched with package
# lists of our own and unpacked, and the binary is patched to use the libraries beside it.
#   NEWER_HAPROXY  another version, which the tests then take in the place of 3.0: 3.2, from Debian's testing
# HAProxy 2.4 is not available from Debian 12 or 13; what Hearsay does differently for it is tested without it.
# Without apt or a network it says so and exits with 0: the tests then run with the system's HAProxy only.
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
wanted=${NEWER_HAPROXY:-3.0}
case $wanted in
  3.0) suite=trixie ;;
  3.2) suite=forky ;;
  *)
    echo "NEWER_HAPROXY is 3.0 or 3.2, not $wanted" >&2
    exit 2
    ;;
esac
dir=$PWD/target/haproxy-$wanted
binary=$dir/haproxy

# The packages that the binary needs, including its C library, since Debian 12's is too old for it.
packages="haproxy patchelf libc6 libcrypt1 libjemalloc2 liblua5.4-0 libopentracing-c-wrapper0t64 libopentracing1
  libpcre2-8-0 libssl3t64 libstdc++6 libgcc-s1 zlib1g libzstd1"

without() {
  echo "HAProxy $wanted is not available: $1; the tests run with the system's HAProxy only." >&2
  exit 0
}

version() { "$1" -v 2>/dev/null | sed -n '1s/^HAProxy version \([0-9.]*[0-9]\).*/\1/p'; }

works() { case $(version "$1") in "$wanted".*) true ;; *) false ;; esac; }

if works "$binary"; then
  echo "HAProxy $(version "$binary") is there already:"
  echo "$binary"
  exit 0
fi
system=$(PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin command -v haproxy || true)
if [ -n "$system" ] && works "$system"; then
  mkdir -p "$dir"
  ln -sf "$system" "$binary"
  echo "The system's HAProxy is $(version "$system") itself:"
  echo "$binary"
  exit 0
fi
command -v apt-get >/dev/null 2>&1 && command -v dpkg >/dev/null 2>&1 ||
  without "it comes from Debian's packages, and there is no apt-get here"

rm -rf "$dir"
mkdir -p "$dir/apt/lists/partial" "$dir/apt/cache/archives/partial" "$dir/deb" "$dir/lib"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
if [ ! -r "$keyring" ]; then
  (cd "$dir/deb" && apt-get -qq download debian-archive-keyring && dpkg -x debian-archive-keyring_*.deb "$dir/keys") \
    >"$dir/log" 2>&1 || without "Debian's keyring is missing; install debian-archive-keyring"
  keyring=$dir/keys$keyring
fi
# The mirror in use, if this is Debian.
mirror=$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(SUITE)' 'Created-By: Packages' 2>/dev/null |
  awk '$2 == "Debian" && $3 !~ /-/ { print $1; exit }')
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
  "${mirror:-http://deb.debian.org/debian/}" "$suite" "$keyring" >"$dir/apt/haproxy.sources"

fetch() {
  set -- apt-get -o "Dir::Etc::sourcelist=$dir/apt/haproxy.sources" -o Dir::Etc::sourceparts=/dev/null \
    -o "Dir::State::lists=$dir/apt/lists" -o "Dir::Cache=$dir/apt/cache" -o Acquire::Languages=none \
    -o APT::Sandbox::User=root -q
  "$@" update
  cd "$dir/deb"
  # shellcheck disable=SC2086 # a list of words
  "$@" download $packages
  for deb in *.deb; do dpkg -x "$deb" "$dir/root"; done
}

settle() {
  find "$dir/root" -path '*-linux-gnu/*' -name '*.so*' ! -path '*/gconv/*' -exec cp -P {} "$dir/lib/" \;
  loader=$(find "$dir/lib" -name 'ld-linux*.so.*' | head -n 1)
  cp "$dir/root/usr/sbin/haproxy" "$binary"
  # DT_RPATH, not DT_RUNPATH: it also applies to the libraries of the libraries.
  "$loader" --library-path "$dir/lib" "$dir/root/usr/bin/patchelf" \
    --set-interpreter "$loader" --force-rpath --set-rpath "$dir/lib" "$binary"
  rm -rf "$dir/root" "$dir/deb" "$dir/apt"
}

unpack() { (set -e; fetch; settle); }

alive "$dir.log" "Fetching HAProxy $wanted (Debian, $suite) for the tests, beside the system's" unpack ||
  without "see $dir.log"
works "$binary" || without "the unpacked binary does not run: $("$binary" -v 2>&1 | head -n 1)"
echo "HAProxy $(version "$binary"):"
echo "$binary"
