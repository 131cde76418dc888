#!/bin/sh
# Agents in trouble: HAProxy cannot be reloaded, templates are wrong, readers stall, strangers crowd in, callers never
# end, datagrams are forged; as Markdown; needs root.
#   ROWS  of 1 (impossible reloads), 2 (mistakes in templates), 3 (nobody reads the output), 4 (a crowd of strangers),
#   5 (callers), 6 (forged datagrams), 7 (IPv6-only, dual-stack and two interfaces, served through HAProxy), 8 (one
#   name twice, with wrong clocks);
#   STALL  seconds for which nobody reads (60); HEARSAY_BINARY  another program than target/hearsay.
#   Exits with 1 if a bound is missed.
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
need_root
need ip iproute2 "$log"
need_haproxy "$log" || exit 2
# Row 8 gives agents a clock that is wrong.
case " ${ROWS:-8} " in
  *" 8 "*)
    need faketime faketime "$log" || exit 2
    KIT_FAKETIME=$(find /usr/lib /usr/lib64 /usr/local/lib -name libfaketime.so.1 2>/dev/null | head -n 1)
    export KIT_FAKETIME
    ;;
esac
# The product's own classes speak the protocol.
need_hearsay classes
compile hostile "$(product)" src/bench/java/io/hearsay/bench/hostile/Main.java \
  src/test/java/io/hearsay/membership/swim/Forgery.java \
  src/test/java/io/hearsay/balancer/render/TemplateSlips.java compose/web/src/io/hearsay/web/Main.java
KIT_HAPROXY=$haproxy
KIT_DIRECTORY=$(mktemp -d /tmp/hearsay-bench.XXXXXX)
KIT_PREFIX=hh$$
KIT_CLASSES="$KIT_CLASSES:$(product)"
export KIT_HAPROXY KIT_DIRECTORY KIT_PREFIX KIT_CLASSES

clean() {
  end_namespaces "$KIT_PREFIX"
  rm -rf target/bench/hostile
  cp -r "$KIT_DIRECTORY" target/bench/hostile 2>/dev/null || true
  rm -rf "$KIT_DIRECTORY"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

# Row 5 holds thousands of connections.
ulimit -n "$(ulimit -H -n)"
run_bench "$KIT_PREFIX-here" 1g "$KIT_CLASSES" hostile
