#!/bin/sh
# A short life of one agent, on addresses that nobody uses: where there is a HAProxy, of a balancer that becomes its own
# backend, which is a reload, and leaves, which is a change at run time.
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
HEARSAY_JAVA_OPTS= target/hearsay members --http 127.83.71.5:17373
HEARSAY_JAVA_OPTS= target/hearsay tags --http 127.83.71.5:17373 --set role=backend
tries=0
until [ "$role" = none ] || [ "$tries" -gt 100 ] || grep -q "server warm-up" "$config"; do
  tries=$((tries + 1))
  sleep 0.1
done
kill "$agent"
wait "$agent"
