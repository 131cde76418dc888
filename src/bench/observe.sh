#!/bin/sh
# The cost of looking at HAProxy once a second, remembering an hour of it, and of open dashboards; as Markdown; needs root.
#   SERVERS  the number of servers in 30 services (500); PARTS="looks readers" selects: the classes alone, and two
#   balancers side by side, of which one has no HAProxy to observe; READERS  open dashboards of each ("0 1 5"); HOLD
#   seconds of each measurement (20); HEARSAY_BINARY  another program than target/hearsay.
#   For meaningful figures, nothing else may run.
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
need_root
need ip iproute2 "$log"
need nsenter util-linux "$log"
need_haproxy "$log" || exit 2
need_hearsay classes
compile observe "$(product)" src/bench/java/io/hearsay/bench/observe/Main.java \
  src/bench/java/io/hearsay/bench/crowd/Main.java compose/web/src/io/hearsay/web/Main.java
KIT_HAPROXY=$haproxy
# Short, because the path of a Unix socket may not be longer than about a hundred characters.
KIT_DIRECTORY=$(mktemp -d /tmp/hearsay-bench.XXXXXX)
results=target/bench/observe
mkdir -p "$results"
KIT_PREFIX=ho$$
export KIT_HAPROXY KIT_DIRECTORY KIT_PREFIX
clean() {
  end_namespaces "$KIT_PREFIX"
  cp "$KIT_DIRECTORY"/*.log "$results/" 2>/dev/null || true
  rm -rf "$KIT_DIRECTORY"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP
run_bench "$KIT_PREFIX-here" 128m "$KIT_CLASSES:$(product)" observe
