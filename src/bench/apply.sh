#!/bin/sh
# What clients notice while servers change and HAProxy is replaced: ROWS="1 3" HAPROXY="2.6 3.0" select; needs root.
#   ROWS  rows of the table (default: all); HAPROXY  versions (default: the system's and 3.0); CHANGES  in rows 1 and 2
#   (100; rows 3, 7, 9 and 12 make fewer in proportion); RUNS  of rows 4, 5, 6 and 8 (2); KILLS  in row 10, with each
#   version (100); GAP  milliseconds between changes (600); TEMPLATE  instead of the built-in one, except in rows
#   3, 9 and 12; HEARSAY_BINARY  another program than target/hearsay.
#   A full run takes about a quarter of an hour; a short one: CHANGES=20 RUNS=1 KILLS=5.
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
need_root
need ip iproute2 "$log"
need nsenter util-linux "$log"
need_haproxy "$log" || exit 2
# Short, because the path of a Unix socket may not be longer than about a hundred characters.
KIT_DIRECTORY=$(mktemp -d /tmp/hearsay-bench.XXXXXX)
results=target/bench/apply
mkdir -p "$results"

version() { "$1" -v | sed -n '1s/^HAProxy version \([0-9]*\.[0-9]*\).*/\1/p'; }

KIT_HAPROXIES=
for wanted in ${HAPROXY:-$(version "$haproxy") 3.0}; do
  case " $KIT_HAPROXIES" in *" $wanted="*) continue ;; esac
  if [ "$wanted" = "$(version "$haproxy")" ]; then
    binary=$haproxy
  elif [ "$wanted" = 3.0 ]; then
    binary=$(sh src/build/haproxy-versions.sh | tail -n 1)
  else
    binary=
  fi
  if [ -x "$binary" ]; then
    KIT_HAPROXIES="$KIT_HAPROXIES$wanted=$binary "
  else
    echo "HAProxy $wanted is not available here; its rows are left out." >&2
  fi
done
if [ -z "$KIT_HAPROXIES" ]; then exit 2; fi

# Rows 3 and 9 run the pipeline's classes; the members of row 12 are classes of the product in one process.
need_hearsay classes
compile apply "$(product)" src/bench/java/io/hearsay/bench/apply/Main.java \
  src/bench/java/io/hearsay/bench/apply/pipeline/Main.java \
  src/bench/java/io/hearsay/bench/crowd/Main.java compose/web/src/io/hearsay/web/Main.java
KIT_PIPELINE="$KIT_CLASSES:$(product)"

# Every namespace of this run has this prefix, so parallel runs do not interfere.
KIT_PREFIX=ha$$
export KIT_PREFIX KIT_DIRECTORY KIT_CLASSES KIT_PIPELINE KIT_HAPROXIES

clean() {
  end_namespaces "$KIT_PREFIX"
  cp -r "$KIT_DIRECTORY/." "$results/" 2>/dev/null || true
  rm -rf "$KIT_DIRECTORY"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

run_bench "$KIT_PREFIX-here" 512m "$KIT_CLASSES" apply
