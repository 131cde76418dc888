#!/bin/sh
# The cost of looking at HAProxy once a second and remembering an hour of observations; as Markdown.
#   SERVERS  the number of servers in 30 services (500)
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
need_hearsay classes
compile observe "$(product)" src/bench/java/io/hearsay/bench/observe/Main.java
run_bench "" 128m "$KIT_CLASSES:$(product)" observe
