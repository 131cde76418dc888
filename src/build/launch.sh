#!/bin/sh
# Leaves target/hearsay, which everything that starts a process uses: the native binary, if make native has left one
# that is newer than the sources; otherwise a launcher of the jar that behaves like it. SUBJECT=jar forces the jar.
set -eu
cd "$(dirname "$0")/../.."
if [ "${SUBJECT:-}" != jar ] && sh src/build/has-binary.sh; then
  cp target/hearsay-runner target/hearsay.new
  mv target/hearsay.new target/hearsay
  echo "target/hearsay is the native binary"
  exit 0
fi
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
cp src/build/find-jdk.sh target/find-jdk.sh
sed "s|@java_home@|$JAVA_HOME|g" src/build/launcher.sh >target/hearsay.new
chmod 755 target/hearsay.new
mv target/hearsay.new target/hearsay
# An archive of the classes that an agent loads, from a short run of one; without it everything works, only slower.
rm -f target/hearsay.jsa
HEARSAY_JAVA_OPTS="-XX:ArchiveClassesAtExit=target/hearsay.jsa -Xlog:cds=off -Xlog:cds+dynamic=off" \
  sh src/build/warm-up.sh >target/warm-up.log 2>&1 || echo "no archive of classes was made, see target/warm-up.log"
echo "target/hearsay starts the jar"
