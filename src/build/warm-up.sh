#!/bin/sh
# A short run of one agent on addresses that nobody uses. Where there is a HAProxy, it is a balancer that becomes its
# own backend, which is a reload, and leaves, which is a change at run time. It sees one member crash and one leave:
# otherwise, where many agents share a few cores, a crash would make all of them load the same classes together.
set -eu
. src/demo/haproxy.sh
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
config=$directory/haproxy.cfg
role=none
if find_haproxy >/dev/null; then role=balancer; fi
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/opt/homebrew/bin
export PATH
HEARSAY_BALANCER_FRONTEND=127.83.71.5:17080 HEARSAY_BALANCER_STATS=127.83.71.5:17936 \
  target/hearsay agent --name warm-up --role "$role" --bind 127.83.71.5:17946 --http 127.83.71.5:17373 \
  --health 127.83.71.5:17374 --haproxy-config "$config" &
agent=$!
tries=0
until HEARSAY_JAVA_OPTS= target/hearsay health --health 127.83.71.5:17374 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -gt 60 ]; then
    kill "$agent"
    wait "$agent" || true
    exit 1
  fi
done
for number in 6 7; do
  HEARSAY_JAVA_OPTS= target/hearsay agent --name "warm-up-$number" --join 127.83.71.5:17946 \
    --bind "127.83.71.$number:17946" --http "127.83.71.$number:17373" --health "127.83.71.$number:17374" &
  eval "other$number=$!"
done
# see NAME STATUS: waits, but not forever, until the agent sees it.
see() {
  tries=0
  until HEARSAY_JAVA_OPTS= target/hearsay members --http 127.83.71.5:17373 | grep "$1 " | grep -q "$2"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 20 ]; then return 0; fi
  done
}
see warm-up-6 alive
see warm-up-7 alive
kill -9 "$other6"
see warm-up-6 failed
kill "$other7"
see warm-up-7 left
HEARSAY_JAVA_OPTS= target/hearsay tags --http 127.83.71.5:17373 --set role=backend
tries=0
until [ "$role" = none ] || [ "$tries" -gt 100 ] || grep -q "server warm-up" "$config"; do
  tries=$((tries + 1))
  sleep 0.1
done
kill "$agent"
wait "$agent"
