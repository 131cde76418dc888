#!/bin/sh
# Membership beside Serf's, in network namespaces: ROWS="1 3" N="10 30" RUNS=3 HOLD=60 select; needs root.
#   ROWS  rows of the table (default: all); N  sizes instead of the rows' own; RUNS  repetitions of the short ones;
#   HOLD  seconds that loss, partition and idling last; HEARSAY_BINARY  another program than target/hearsay.
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
need_root
need ip iproute2 "$log"
need nft nftables "$log"
need nsenter util-linux "$log"
need serf serf "$log" || echo "Without it Serf's column stays empty." >&2
need_hearsay
compile membership "" src/bench/java/io/hearsay/bench/membership/Main.java
rm -rf target/bench/membership
mkdir -p target/bench/membership

# Every namespace of this run has this prefix, so parallel runs do not interfere.
KIT_PREFIX=hb$$
KIT_DIRECTORY=$PWD/target/bench/membership
export KIT_PREFIX KIT_DIRECTORY
thresholds=/proc/sys/net/ipv4/neigh/default/gc_thresh3
threshold=$(cat $thresholds 2>/dev/null || echo)

clean() {
  end_namespaces "$KIT_PREFIX"
  if [ -n "$threshold" ]; then echo "$threshold" >$thresholds 2>/dev/null || true; fi
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

# All namespaces share one neighbour table; a hundred hosts that know each other exceed its 1024 entries.
if [ -n "$threshold" ] && [ "$threshold" -lt 65536 ]; then
  echo 65536 >$thresholds || echo "$thresholds cannot be raised: results at N = 100 will look worse than they are." >&2
fi
run_bench "$KIT_PREFIX-switch" 256m "$KIT_CLASSES" membership
