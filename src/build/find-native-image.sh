#!/bin/sh
# Prints the home of a GraalVM or Mandrel whose native-image can build Hearsay: GRAALVM_HOME, JAVA_HOME, the PATH, then
# the usual places. If there is none, prints where it has looked and exits with 1.
set -eu
needed=25

# Whether the native-image of a directory runs, and is new enough.
fits() {
  [ -x "$1/bin/native-image" ] || return 1
  v=$("$1/bin/native-image" --version 2>/dev/null | sed -n '1s/^[^0-9]*\([0-9]*\).*/\1/p')
  [ -n "$v" ] && [ "$v" -ge "$needed" ]
}

found=$(command -v native-image || true)
if [ -n "$found" ]; then found=$(dirname "$(dirname "$(readlink -f "$found")")"); fi
for home in "${GRAALVM_HOME:-}" "${JAVA_HOME:-}" "$found" /usr/lib/jvm/* /opt/* /opt/java/* \
  "${SDKMAN_CANDIDATES_DIR:-${HOME:-/root}/.sdkman/candidates}"/java/* /usr/local/graalvm* /usr/local/mandrel* \
  /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if [ -n "$home" ] && fits "$home"; then
    echo "$home"
    exit 0
  fi
done
echo "There is no native-image of GraalVM or Mandrel $needed here: looked at GRAALVM_HOME (${GRAALVM_HOME:-not set})," >&2
echo "JAVA_HOME, PATH, /usr/lib/jvm, /opt, SDKMAN's folder and /usr/local." >&2
exit 1
