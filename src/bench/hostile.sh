#!/bin/sh
# Agents among readers that stall, crowds, callers that never end and datagrams that lie; as Markdown; needs root.
#   ROWS  of 3 (nobody reads the output), 4 (a crowd of strangers), 5 (callers), 6 (forged datagrams), 7 (IPv6-only,
#   dual-stack and two interfaces, served through HAProxy); STALL  seconds for which nobody reads (60);
#   HEARSAY_BINARY  another program than target/hearsay. Ends with 1 if a bound is missed.
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
. src/demo/haproxy.sh
. src/bench/tools.sh

if [ "$(id -u)" -ne 0 ]; then
  echo "The benchmark makes network namespaces, which needs root; it touches no interface of this host." >&2
  exit 2
fi
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH
mkdir -p target/bench
log=target/bench/install.log
need ip iproute2 "$log"
BENCH_HAPROXY=$(find_haproxy) || {
  install_haproxy "$log" || exit 2
  BENCH_HAPROXY=$(find_haproxy)
}
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
BENCH_HEARSAY=${HEARSAY_BINARY:-$PWD/target/hearsay}
# What speaks the protocol are the product's own classes, which only the build leaves.
if [ -z "${HEARSAY_BINARY:-}" ] || [ ! -d target/quarkus-app ]; then
  alive target/bench/build.log "Building Hearsay" make build
fi
BENCH_DIRECTORY=$(mktemp -d /tmp/hearsay-bench.XXXXXX)
BENCH_PREFIX=hh$$
product="$(echo "$PWD"/target/quarkus-app/app/*.jar | tr ' ' :):$PWD/target/quarkus-app/lib/main/*"
product="$product:$PWD/target/quarkus-app/lib/boot/*"
classes=$PWD/target/bench/hostile-classes
BENCH_CLASSES="$classes:$product"
export BENCH_HAPROXY BENCH_HEARSAY BENCH_DIRECTORY BENCH_PREFIX BENCH_CLASSES
find src/bench/java/io/hearsay/bench/hostile src/demo/java/io/hearsay/demo/Json.java src/demo/java/io/hearsay/demo/load \
  src/test/java/io/hearsay/membership/swim/Forgery.java compose/web/src -name '*.java' >target/bench/hostile-sources
rm -rf "$classes"
mkdir -p "$classes"
"$JAVA_HOME/bin/javac" --release 25 -Xlint:-options -proc:none -cp "$product" -d "$classes" @target/bench/hostile-sources

clean() {
  end_namespaces "$BENCH_PREFIX"
  rm -rf target/bench/hostile
  cp -r "$BENCH_DIRECTORY" target/bench/hostile 2>/dev/null || true
  rm -rf "$BENCH_DIRECTORY"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

# Row 5 holds thousands of connections.
ulimit -n "$(ulimit -H -n)"
# A network of its own: every port is free there, and nothing can leave.
ip netns add "$BENCH_PREFIX-here"
ip -n "$BENCH_PREFIX-here" link set lo up
nsenter --net="/run/netns/$BENCH_PREFIX-here" "$JAVA_HOME/bin/java" -Xmx1g -XX:+UseSerialGC -Xss512k \
  -cp "$BENCH_CLASSES" io.hearsay.bench.hostile.Main </dev/null &
status=0
wait_for "$!" || status=$?
exit "$status"
