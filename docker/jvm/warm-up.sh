#!/bin/sh
# Archives of the classes that an agent and a client load, from a short run of each. Run it where they will be used.
set -eu
home=$(dirname "$(readlink -f "$0")")
at="-Xlog:cds=off -Xlog:cds+dynamic=off -XX:ArchiveClassesAtExit=$home"
HEARSAY_JAVA_OPTS="$at/agent.jsa" hearsay agent --name warm-up --bind 127.83.71.5:17946 --http 127.83.71.5:17373 \
  --health 127.83.71.5:17374 &
agent=$!
tries=0
until hearsay health --health 127.83.71.5:17374 >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -gt 60 ]; then
    kill "$agent"
    exit 1
  fi
done
# It sees a crash, because otherwise those classes are loaded when all others on the host need the processor too.
hearsay agent --name warm-up-6 --bind 127.83.71.6:17946 --http 127.83.71.6:17373 --health 127.83.71.6:17374 \
  --join 127.83.71.5:17946 &
other=$!
for status in alive failed; do
  tries=0
  until hearsay members --http 127.83.71.5:17373 | grep 'warm-up-6 ' | grep -q "$status" || [ "$tries" -gt 20 ]; do
    tries=$((tries + 1))
  done
  kill -9 "$other" 2>/dev/null || true
done
HEARSAY_JAVA_OPTS="$at/client.jsa" hearsay health --health 127.83.71.5:17374
kill "$agent"
wait "$agent"
chmod 644 "$home"/*.jsa
