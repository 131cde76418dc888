#!/bin/sh
# Builds the native binary with a native-image on this machine, or in a container if an engine has the builder's image;
# otherwise only the sources for it, and says so. Afterwards target/hearsay is the binary.
set -eu
cd "$(dirname "$0")/../.."
. src/build/jdk.sh
builder=quay.io/quarkus/ubi9-quarkus-mandrel-builder-image:jdk-25

if GRAALVM_HOME=$(sh src/build/find-native-image.sh 2>/dev/null); then
  export GRAALVM_HOME
  echo "native-image: $GRAALVM_HOME, $("$GRAALVM_HOME/bin/native-image" --version | head -n 1)"
  mvn -B -ntp -q package -Dnative -DskipTests -DskipITs
elif command -v docker >/dev/null 2>&1 && docker image inspect "$builder" >/dev/null 2>&1; then
  echo "native-image: in a container of $builder"
  mvn -B -ntp -q package -Dnative -DskipTests -DskipITs \
    -Dquarkus.native.container-build=true -Dquarkus.native.builder-image="$builder"
else
  # Everything that a native build needs except GraalVM itself: what would fail early in its analysis fails here.
  mvn -B -q -ntp package -DskipTests -Dquarkus.native.enabled=true -Dquarkus.native.sources-only=true
  echo "************************************************************************************************"
  sh src/build/find-native-image.sh || true
  echo "NO NATIVE BINARY WAS BUILT: neither a native-image, nor an engine with $builder."
  echo "Only its sources were made, in target/native-sources; target/hearsay stays as it was."
  echo "************************************************************************************************"
  exit 0
fi
sh src/build/launch.sh
