#!/bin/sh
# Builds what images without a native binary consist of, target/quarkus-app and target/hearsay-sbom.json, unless they
# exist and are newer than all sources.
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
jar=target/quarkus-app/quarkus-run.jar
sbom=target/hearsay-sbom.json
if [ ! -e "$jar" ] || [ -n "$(find pom.xml src/main -newer "$jar" -print -quit)" ]; then
  mvn -B -ntp -q package quarkus:dependency-sbom -DskipTests
elif [ ! -e "$sbom" ] || [ -n "$(find pom.xml -newer "$sbom" -print -quit)" ]; then
  mvn -B -ntp -q quarkus:dependency-sbom
else
  exit 0
fi
cp target/hearsay-*-dependency-cyclonedx.json "$sbom"
