#!/bin/sh
# The costs of one agent, alone and of ten on a host, beside Serf's: start, memory, idle CPU, size; as Markdown.
#   RUNS  starts per median (20); HOLD  seconds of idling (30); HEARSAY_BINARY  another program than target/hearsay.
#   All on loopback. For meaningful figures, nothing else may run.
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
need serf serf "$log" || echo "Without it Serf's column stays empty." >&2
need zstd zstd "$log" || true
need_hearsay
compile footprint "" src/bench/java/io/hearsay/bench/footprint/*.java
run_bench "" 128m "$KIT_CLASSES" footprint
