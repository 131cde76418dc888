#!/bin/sh
# For long: 8 simulated hours and 30 real minutes of churn, reloads, key rotations and kills; what grows, what fails.
#   MINUTES  of the real part (30); RATE  requests a second (100); PARTS  "simulated real", or one of them; HOURS  of
#   the simulated part (8); HEARSAY_BINARY  another program than target/hearsay. Ends with 1 if something is not flat
#   or a request has failed. A figure is flat if the median of its last third is at most a tenth above that of its
#   first third, plus a small constant; the first two minutes, or a tenth of a shorter run, do not count.
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
. src/demo/haproxy.sh
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
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

BENCH_HAPROXY=$(find_haproxy) || {
  install_haproxy target/bench/install.log || exit 2
  BENCH_HAPROXY=$(find_haproxy)
}
BENCH_HEARSAY=${HEARSAY_BINARY:-$PWD/target/hearsay}
if [ -z "${HEARSAY_BINARY:-}" ]; then alive target/bench/build.log "Building Hearsay" make build; fi
if [ ! -x "$BENCH_HEARSAY" ]; then
  echo "$BENCH_HEARSAY is no program: set HEARSAY_BINARY to one, or to nothing for target/hearsay." >&2
  exit 2
fi
BENCH_CLASSES=$PWD/target/bench/soak-classes
rm -rf "$BENCH_CLASSES"
mkdir -p "$BENCH_CLASSES"
bench=src/bench/java/io/hearsay/bench
"$JAVA_HOME/bin/javac" --release 25 -Xlint:-options -proc:none -d "$BENCH_CLASSES" -sourcepath \
  src/bench/java:src/demo/java:compose/web/src $bench/soak/*.java compose/web/src/io/hearsay/web/Main.java
# Short, because the path of a Unix socket may not be longer than about a hundred characters.
BENCH_DIRECTORY=$(mktemp -d /tmp/hearsay-soak.XXXXXX)
export BENCH_HAPROXY BENCH_HEARSAY BENCH_CLASSES BENCH_DIRECTORY
clean() {
  cp "$BENCH_DIRECTORY"/*.log "$results/" 2>/dev/null || true
  rm -rf "$BENCH_DIRECTORY"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP
"$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -Xss512k -cp "$BENCH_CLASSES" io.hearsay.bench.soak.Main </dev/null &
real=0
wait_for "$!" || real=$?
if [ "$real" -ne 0 ]; then status=$real; fi
exit "$status"
