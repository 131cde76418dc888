#!/bin/sh
# Stories with real containers, each with a figure and a target: make e2e. ONLY=1,8 selects some; needs root.
#   ONLY      names of stories, as in src/e2e/java/io/hearsay/e2e/Stories.java
#   SLACK     the multiple of its limit at which a time fails the run (default 1); facts have no slack
#   REPLAYS   how often a story that missed is repeated (default 0); the first figures stay in the table
#   E2E_HOME  the engine's data, and what was fetched for it; kept, so that the next run is quick
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
. src/e2e/engine.sh
. src/e2e/images.sh

if [ "$(id -u)" -ne 0 ]; then
  echo "These stories run with an engine of their own, which needs root: run them as root, in a virtual machine or" >&2
  echo "a privileged container if you like. An engine that runs here already is neither used nor touched." >&2
  exit 2
fi
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
# Not below target/: the path of a Unix socket may not be longer than about a hundred characters.
E2E_HOME=${E2E_HOME:-/var/cache/hearsay-e2e}
export PATH E2E_HOME
. src/build/jdk.sh
mkdir -p "$E2E_HOME" target/e2e/classes
exec 9>"$E2E_HOME/lock"
flock -n 9 || {
  echo "Another run has this engine: wait for its end, or set E2E_HOME to another directory." >&2
  exit 2
}

"$JAVA_HOME/bin/javac" --release 25 -d target/e2e/classes -sourcepath src/e2e/java:src/testkit/java \
  src/e2e/java/io/hearsay/e2e/Main.java

java=
clean() {
  if [ -n "$java" ]; then kill "$java" 2>/dev/null || true; fi
  engine_down
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

need_tools target/e2e/install.log
need_base target/e2e/base.log
alive target/e2e/build.log "Building Hearsay" sh src/build/jar.sh
engine_up
echo "Docker $(docker version --format '{{.Server.Version}}'), compose $(docker compose version --short)"
alive target/e2e/images.log "Making images" images

# In the background, so that the shell receives Ctrl-C; it then takes everything down.
# shellcheck disable=SC2046 # a list of words
"$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -cp target/e2e/classes io.hearsay.e2e.Main $(echo "${ONLY:-}" | tr , ' ') &
java=$!
status=0
wait "$java" || status=$?
java=
exit "$status"
