#!/bin/sh
# What one agent costs, alone and ten on a host, beside Serf's: start, memory, threads, idle CPU, size; as Markdown.
#   RUNS  starts that the medians are of (20); HOLD  seconds of idling (30); HEARSAY_BINARY  another program than
#   target/hearsay. All on loopback; for figures that mean something nothing else may run.
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
. src/bench/tools.sh
mkdir -p target/bench
need serf serf target/bench/install.log || echo "Without it Serf's column stays empty." >&2
need zstd zstd target/bench/install.log || true
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
BENCH_HEARSAY=${HEARSAY_BINARY:-$PWD/target/hearsay}
export BENCH_HEARSAY
if [ -z "${HEARSAY_BINARY:-}" ]; then alive target/bench/build.log "Building Hearsay" make build; fi
rm -rf target/bench/footprint-classes
"$JAVA_HOME/bin/javac" --release 25 -d target/bench/footprint-classes src/bench/java/io/hearsay/bench/footprint/*.java
exec "$JAVA_HOME/bin/java" -Xmx128m -XX:+UseSerialGC -cp target/bench/footprint-classes io.hearsay.bench.footprint.Main
