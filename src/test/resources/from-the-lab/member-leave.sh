#!/bin/sh
# The counterpart of member-join.sh.
cd "$(dirname "$0")" || exit 1
changed=
while read -r name address role tags; do
  echo "$SERF_EVENT $name $role" >>serf.log
  if [ "$role" = backend ]; then
    rm -f "nodes/$name"
    changed=yes
  fi
done
[ -z "$changed" ] || ./configure
