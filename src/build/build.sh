#!/bin/sh
# Builds the jar, and leaves target/hearsay: see launch.sh.
set -eu
cd "$(dirname "$0")/../.."
. src/build/jdk.sh
mvn -B -ntp -q package -DskipTests
sh src/build/launch.sh
