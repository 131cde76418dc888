#!/bin/sh
# A file for each member that is a backend; then the load balancer gets what the files say.
cd "$(dirname "$0")" || exit 1
changed=
while read -r name address role tags; do
  echo "$SERF_EVENT $name $role" >>serf.log
  if [ "$role" = backend ]; then
    echo "$name $address" >"nodes/$name"
    changed=yes
  fi
done
[ -z "$changed" ] || ./configure
