#!/bin/sh
# A short life of one agent, on addresses that nobody uses.
set -eu
target/hearsay agent --name warm-up --bind 127.83.71.5:17946 --http 127.83.71.5:17373 --health 127.83.71.5:17374 &
agent=$!
tries=0
until HEARSAY_JAVA_OPTS= target/hearsay health --health 127.83.71.5:17374 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -gt 60 ]; then
    kill "$agent"
    exit 1
  fi
done
HEARSAY_JAVA_OPTS= target/hearsay members --http 127.83.71.5:17373
kill "$agent"
wait "$agent"
