#!/bin/sh
# Stories with real containers, each with a figure and a target: make e2e. ONLY=1,8 selects some; needs root.
#   ONLY      names of stories, as in src/e2e/java/io/hearsay/e2e/Stories.java
#   SLACK     the multiple of its limit at which a time fails the run (default 1); facts have no slack
#   REPLAYS   how often a story that missed is repeated (default 0); the first figures stay in the table
#   E2E_HOME  the engine's data, and what was fetched for it; kept, so that the next run is quick
set -eu
cd "$(dirname "$0")/../.."
. src/e2e/home.sh
. src/build/jdk.sh
mkdir -p target/e2e/classes

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
