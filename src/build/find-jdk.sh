#!/bin/sh
# Prints the home of a JDK of 25 or newer: JAVA_HOME, the javac on the PATH, then the newest below /usr/lib/jvm.
# With the argument "java", a runtime without a compiler is enough.
set -eu
needed=25
program=${1:-javac}

# The major version of the Java in a directory; empty if there is none that fits.
version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/$program" ] || return 1
  if [ -r "$1/release" ]; then
    v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  else
    v=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')
  fi
  [ -n "$v" ] && [ "$v" -ge "$needed" ] && echo "$v"
}

if [ -n "${JAVA_HOME:-}" ] && version "$JAVA_HOME" >/dev/null; then
  echo "$JAVA_HOME"
  exit 0
fi
found=$(command -v "$program" || true)
if [ -n "$found" ]; then
  home=$(dirname "$(dirname "$(readlink -f "$found")")")
  if version "$home" >/dev/null; then
    echo "$home"
    exit 0
  fi
fi
best=
best_version=0
for home in /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
  if v=$(version "$home") && [ "$v" -gt "$best_version" ]; then
    best=$home
    best_version=$v
  fi
done
if [ -n "$best" ]; then
  echo "$best"
  exit 0
fi
echo "Hearsay needs a JDK of $needed or newer; looked at JAVA_HOME (${JAVA_HOME:-not set}), PATH and /usr/lib/jvm." >&2
echo "Install one (Debian: openjdk-25-jdk-headless, or temurin-25-jdk) or set JAVA_HOME to it." >&2
exit 1
