#!/bin/sh
# Runs the jar as if it were the binary. The shell is replaced, so that signals go to Hearsay itself.
set -eu
self=$(readlink -f "$0")
target=$(dirname "$self")
if [ -n "${JAVA_HOME:-}" ] && [ "$JAVA_HOME" = "@java_home@" ]; then
  home=$JAVA_HOME
elif [ -x "@java_home@/bin/java" ]; then
  home=@java_home@
else
  home=$(sh "$target/find-jdk.sh" java)
fi
# A sidecar is a guest: small heap, one collector thread, no optimising compiler. The archive of classes, made by the
# build, makes the start about twice as fast.
set -- -jar "$target/quarkus-app/quarkus-run.jar" "$@"
if [ -r "$target/hearsay.jsa" ]; then
  set -- -XX:SharedArchiveFile="$target/hearsay.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off -Xshare:auto "$@"
fi
# Out of memory, it exits with 3, so that its supervisor restarts it.
exec "$home/bin/java" -XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms16m -Xmx64m -Xss512k \
  -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
  ${HEARSAY_JAVA_OPTS:-} "$@"
