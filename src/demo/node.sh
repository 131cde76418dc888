#!/bin/sh
# One more web node for a running demo: sh src/demo/node.sh NUMBER. Ctrl-C lets it leave.
set -eu
cd "$(dirname "$0")/../.."
number=${1:?which number? 8, for example}
name=web$number
address=127.0.0.$((10 + number))
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME

"$JAVA_HOME/bin/java" -Xmx48m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  -cp target/demo/classes io.hearsay.web.Main "$name" "$address:3000" &
shop=$!
target/hearsay agent --name "$name" --role backend --bind "$address:7946" \
  --http "$address:7373" --health "$address:7374" \
  --join 127.0.0.10 --join 127.0.0.11 --join 127.0.0.12 &
sidecar=$!
echo "$name: to kill it, kill -9 $shop $sidecar"

# The sidecar leaves first, so the shop gets no more requests when it ends.
leave() {
  trap '' INT TERM HUP
  kill "$sidecar" 2>/dev/null || true
  wait "$sidecar" || true
  kill "$shop" 2>/dev/null || true
  wait "$shop" || true
}
trap 'leave; exit 0' INT TERM HUP
wait "$shop" || true
leave
