#!/bin/sh
# Builds the jar and leaves target/hearsay, a launcher that behaves like the native binary.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
echo "JDK: $JAVA_HOME"
mvn -B -ntp -q package -DskipTests
cp src/build/find-jdk.sh target/find-jdk.sh
sed "s|@java_home@|$JAVA_HOME|g" src/build/launcher.sh >target/hearsay.new
chmod 755 target/hearsay.new
mv target/hearsay.new target/hearsay
# An archive of the classes that an agent loads, from a short life of one; without it everything works, only slower.
rm -f target/hearsay.jsa
HEARSAY_JAVA_OPTS="-XX:ArchiveClassesAtExit=target/hearsay.jsa -Xlog:cds=off -Xlog:cds+dynamic=off" \
  sh src/build/warm-up.sh >target/warm-up.log 2>&1 || echo "no archive of classes was made, see target/warm-up.log"
echo "target/hearsay is ready"
