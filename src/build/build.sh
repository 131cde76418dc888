#!/bin/sh
# Builds the jar, and leaves target/hearsay: see launch.sh.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
echo "JDK: $JAVA_HOME"
mvn -B -ntp -q package -DskipTests
sh src/build/launch.sh
