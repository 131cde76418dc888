#!/bin/sh
# The benchmarks, one script each: make bench WHAT=membership, for example. See the first lines of each.
set -eu
cd "$(dirname "$0")/../.."
what=${1:-${WHAT:-}}
case $what in
  '' | *[!a-z-]* | bench | tools) script= ;;
  *) script=src/bench/$what.sh ;;
esac
if [ -z "$script" ] || [ ! -f "$script" ]; then
  echo "which benchmark? make bench WHAT=NAME with one of:" >&2
  for script in src/bench/*.sh; do
    name=$(basename "$script" .sh)
    case $name in bench | tools) ;; *) printf '  %-12s %s\n' "$name" "$(sed -n '2s/^# //p' "$script")" >&2 ;; esac
  done
  exit 2
fi
exec sh "$script"
