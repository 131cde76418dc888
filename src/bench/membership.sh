#!/bin/sh
# Membership beside Serf's, in network namespaces: ROWS="1 3" N="10 30" RUNS=3 HOLD=60 select; needs root.
#   ROWS  rows of the table (default: all); N  sizes instead of the rows' own; RUNS  repetitions of the short ones;
#   HOLD  seconds that loss, partition and idling last; HEARSAY_BINARY  another program than target/hearsay.
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
. src/bench/tools.sh

if [ "$(id -u)" -ne 0 ]; then
  echo "The benchmark makes network namespaces, which needs root: run it as root, in a virtual machine or a" >&2
  echo "privileged container if you like. It touches no interface of this host." >&2
  exit 2
fi
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH
mkdir -p target/bench
log=target/bench/install.log
need ip iproute2 "$log"
need nft nftables "$log"
need nsenter util-linux "$log"
need serf serf "$log" || echo "Without it Serf's column stays empty." >&2

JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
BENCH_HEARSAY=${HEARSAY_BINARY:-$PWD/target/hearsay}
if [ -z "${HEARSAY_BINARY:-}" ]; then alive target/bench/build.log "Building Hearsay" make build; fi
if [ ! -x "$BENCH_HEARSAY" ]; then
  echo "$BENCH_HEARSAY is no program: set HEARSAY_BINARY to one, or to nothing for target/hearsay." >&2
  exit 2
fi
find src/bench/java/io/hearsay/bench/membership src/demo/java/io/hearsay/demo/Json.java -name '*.java' >target/bench/sources
rm -rf target/bench/classes target/bench/membership
mkdir -p target/bench/classes target/bench/membership
"$JAVA_HOME/bin/javac" --release 25 -d target/bench/classes @target/bench/sources

# Every namespace of this run starts with this, so that runs side by side do not touch each other.
BENCH_PREFIX=hb$$
BENCH_DIRECTORY=$PWD/target/bench/membership
export BENCH_HEARSAY BENCH_PREFIX BENCH_DIRECTORY
thresholds=/proc/sys/net/ipv4/neigh/default/gc_thresh3
threshold=$(cat $thresholds 2>/dev/null || echo)

clean() {
  end_namespaces "$BENCH_PREFIX"
  if [ -n "$threshold" ]; then echo "$threshold" >$thresholds 2>/dev/null || true; fi
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

# The table of neighbours is one for all namespaces; a hundred hosts that know each other need more than its 1024.
if [ -n "$threshold" ] && [ "$threshold" -lt 65536 ]; then
  echo 65536 >$thresholds || echo "$thresholds cannot be raised: results at N = 100 will be too bad." >&2
fi
ip netns add "$BENCH_PREFIX-switch"
nsenter --net="/run/netns/$BENCH_PREFIX-switch" "$JAVA_HOME/bin/java" -Xmx256m -XX:+UseSerialGC -Xss512k \
  -cp target/bench/classes io.hearsay.bench.membership.Main </dev/null &
status=0
wait_for "$!" || status=$?
exit "$status"
