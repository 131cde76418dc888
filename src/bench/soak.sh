#!/bin/sh
# The long run: 8 simulated hours and 30 real minutes of churn, reloads, key rotations and kills; what grows or fails.
#   MINUTES  of the real part (30); RATE  requests a second (100); PARTS  "simulated real", or one of them; HOURS  of
#   the simulated part (8); HEARSAY_BINARY  another program than target/hearsay. Exits with 1 if something is not flat
#   or a request has failed. A figure is flat if the median of its last third is at most a tenth above that of its
#   first third, plus a small constant; the first two minutes, or a tenth of a shorter run, do not count.
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
results=target/bench/soak
rm -rf "$results"
mkdir -p "$results"
status=0
parts=" ${PARTS:-simulated real} "

case $parts in *" simulated "*)
  echo "Simulated hours (all in $results/simulated.log) ..."
  mvn -B -ntp test -Dtest=SoakTest -Dsoak.minutes="$((${HOURS:-8} * 60))" >"$results/simulated.log" 2>&1 || status=1
  grep -E '^\|' "$results/simulated.log" || true
  if [ "$status" -ne 0 ]; then grep -E 'SoakTest|ERROR' "$results/simulated.log" | head -n 20; fi
  ;;
esac
case $parts in *" real "*) ;; *) exit "$status" ;; esac

need_haproxy "$log" || exit 2
need_hearsay
compile soak "" src/bench/java/io/hearsay/bench/soak/Main.java compose/web/src/io/hearsay/web/Main.java
KIT_HAPROXY=$haproxy
# Short, because the path of a Unix socket may not be longer than about a hundred characters.
KIT_DIRECTORY=$(mktemp -d /tmp/hearsay-soak.XXXXXX)
export KIT_HAPROXY KIT_CLASSES KIT_DIRECTORY
clean() {
  cp "$KIT_DIRECTORY"/*.log "$results/" 2>/dev/null || true
  rm -rf "$KIT_DIRECTORY"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP
real=0
run_bench "" 256m "$KIT_CLASSES" soak || real=$?
if [ "$real" -ne 0 ]; then status=$real; fi
exit "$status"
