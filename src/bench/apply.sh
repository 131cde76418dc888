#!/bin/sh
# What clients notice while servers change and HAProxy is replaced: ROWS="1 3" HAPROXY="2.6 3.0" select; needs root.
#   ROWS  rows of the table (default: all); HAPROXY  versions (default: the system's and 3.0); CHANGES  in rows 1 and 2
#   (100; rows 3, 7 and 9 make fewer in proportion); RUNS  of rows 4, 5, 6 and 8 (2); KILLS  in row 10, with each
#   version (100); GAP  milliseconds between changes (600); TEMPLATE  instead of the built-in one, except in rows 3
#   and 9; HEARSAY_BINARY  another program than target/hearsay.
#   All of it takes about a quarter of an hour; a short run: CHANGES=20 RUNS=1 KILLS=5.
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
. src/demo/haproxy.sh
. src/bench/tools.sh

if [ "$(id -u)" -ne 0 ]; then
  echo "The benchmark makes network namespaces, which needs root: run it as root, in a virtual machine or a" >&2
  echo "privileged container if you like. It touches no interface of this host." >&2
  exit 2
fi
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH
# Short, because the path of a Unix socket may not be longer than about a hundred characters.
BENCH_DIRECTORY=$(mktemp -d /tmp/hearsay-bench.XXXXXX)
results=target/bench/apply
mkdir -p "$results"
log=target/bench/install.log
need ip iproute2 "$log"
need nsenter util-linux "$log"
system=$(find_haproxy) || {
  install_haproxy "$log" || exit 2
  system=$(find_haproxy)
}

version() { "$1" -v | sed -n '1s/^HAProxy version \([0-9]*\.[0-9]*\).*/\1/p'; }

BENCH_HAPROXY=
for wanted in ${HAPROXY:-$(version "$system") 3.0}; do
  case " $BENCH_HAPROXY" in *" $wanted="*) continue ;; esac
  if [ "$wanted" = "$(version "$system")" ]; then
    binary=$system
  elif [ "$wanted" = 3.0 ]; then
    binary=$(sh src/build/haproxy-versions.sh | tail -n 1)
  else
    binary=
  fi
  if [ -x "$binary" ]; then
    BENCH_HAPROXY="$BENCH_HAPROXY$wanted=$binary "
  else
    echo "HAProxy $wanted is not to be had here; its rows are left out." >&2
  fi
done
if [ -z "$BENCH_HAPROXY" ]; then exit 2; fi

JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
BENCH_HEARSAY=${HEARSAY_BINARY:-$PWD/target/hearsay}
# Rows 3 and 9 run the pipeline's classes, which only the build leaves.
if [ -z "${HEARSAY_BINARY:-}" ] || [ ! -d target/quarkus-app ]; then
  alive target/bench/build.log "Building Hearsay" make build
fi
if [ ! -x "$BENCH_HEARSAY" ]; then
  echo "$BENCH_HEARSAY is no program: set HEARSAY_BINARY to one, or to nothing for target/hearsay." >&2
  exit 2
fi
BENCH_CLASSES=$PWD/target/bench/apply-classes
product="$(echo "$PWD"/target/quarkus-app/app/*.jar | tr ' ' :):$PWD/target/quarkus-app/lib/main/*"
product="$product:$PWD/target/quarkus-app/lib/boot/*"
BENCH_PIPELINE="$BENCH_CLASSES:$product"
find src/bench/java/io/hearsay/bench/apply src/demo/java/io/hearsay/demo/Json.java src/demo/java/io/hearsay/demo/load \
  compose/web/src -name '*.java' >target/bench/apply-sources
rm -rf "$BENCH_CLASSES"
mkdir -p "$BENCH_CLASSES"
"$JAVA_HOME/bin/javac" --release 25 -Xlint:-options -proc:none -cp "$product" -d "$BENCH_CLASSES" \
  @target/bench/apply-sources

# Every namespace of this run starts with this, so that runs side by side do not touch each other.
BENCH_PREFIX=ha$$
export BENCH_HEARSAY BENCH_PREFIX BENCH_DIRECTORY BENCH_CLASSES BENCH_PIPELINE BENCH_HAPROXY

clean() {
  end_namespaces "$BENCH_PREFIX"
  cp -r "$BENCH_DIRECTORY/." "$results/" 2>/dev/null || true
  rm -rf "$BENCH_DIRECTORY"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

# A network of its own: every port is free there, and nothing can leave.
ip netns add "$BENCH_PREFIX-here"
ip -n "$BENCH_PREFIX-here" link set lo up
nsenter --net="/run/netns/$BENCH_PREFIX-here" "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC -Xss512k \
  -cp "$BENCH_CLASSES" io.hearsay.bench.apply.Main </dev/null &
status=0
wait_for "$!" || status=$?
exit "$status"
