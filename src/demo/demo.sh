#!/bin/sh
# The demo: make demo to play with it, make demo SCRIPT=1 for the story that checks itself.
# Environment: SCRIPT, FRONTEND and STATS (ports), LEAD (seconds), RATE (requests per second).
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
. src/demo/haproxy.sh
. src/build/jdk.sh

mkdir -p target/demo/classes
need_haproxy target/demo/install.log || exit 1
KIT_HAPROXY=$haproxy

"$JAVA_HOME/bin/javac" --release 25 -d target/demo/classes -sourcepath src/demo/java:src/testkit/java:compose/web/src \
  src/demo/java/io/hearsay/demo/Main.java compose/web/src/io/hearsay/web/Main.java

KIT_HEARSAY=$PWD/target/hearsay
KIT_CLASSES=$PWD/target/demo/classes
# Short, because the path of a Unix socket may not be longer than about a hundred characters.
KIT_DIRECTORY=$(mktemp -d /tmp/hearsay-demo.XXXXXX)
export KIT_HAPROXY KIT_HEARSAY KIT_CLASSES KIT_DIRECTORY

terminal=
clean() {
  if [ -n "$terminal" ]; then stty "$terminal"; fi
  rm -rf "$KIT_DIRECTORY"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

set -- "$JAVA_HOME/bin/java" -Xmx128m -XX:+UseSerialGC -cp "$KIT_CLASSES" io.hearsay.demo.Main
"$@" check # whether the ports are free is known in a second, the build takes longer
alive target/demo/build.log "Building Hearsay" make build

if [ -t 0 ] && [ "${SCRIPT:-0}" = 0 ]; then
  terminal=$(stty -g)
  stty -icanon -echo min 1 # single keys, without Enter
fi

# In the background Java and its children do not receive Ctrl-C; the shell does and signals Java alone, which then
# stops the others in order.
exec 3<&0
"$@" <&3 &
status=0
wait_for "$!" || status=$?
# Ctrl-C is the normal way to end the demo.
if [ "$status" -eq 143 ] && [ "${SCRIPT:-0}" = 0 ]; then status=0; fi
exit "$status"
