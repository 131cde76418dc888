#!/bin/sh
# The native binary: with native-image of GraalVM or Mandrel 25 on this machine, or in a container if there is an engine.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
echo "JDK: $JAVA_HOME"
mvn -B -ntp package -Dnative -DskipTests -DskipITs
cp target/hearsay-runner target/hearsay.new
mv target/hearsay.new target/hearsay
echo "target/hearsay is the native binary"
