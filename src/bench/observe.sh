#!/bin/sh
# What it costs to look at HAProxy once a second and to remember an hour of what was seen; as Markdown.
#   SERVERS  that HAProxy has, of 30 services (500)
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
need_hearsay classes
compile observe "$(product)" src/bench/java/io/hearsay/bench/observe/Main.java
run_bench "" 128m "$KIT_CLASSES:$(product)" observe
