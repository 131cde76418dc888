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
  # The language would otherwise be the builder's.
  mvn -B -ntp -q package quarkus:dependency-sbom -Dmaven.test.skip -Dquarkus.default-locale=en-US -Dquarkus.locales=en-US
elif [ ! -e "$sbom" ] || [ -n "$(find pom.xml -newer "$sbom" -print -quit)" ]; then
  mvn -B -ntp -q quarkus:dependency-sbom
else
  exit 0
fi
# The only thing in it that two builds do not share is the time, so it gets the build's.
stamp=$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</.*|\1|p' pom.xml)
version=$(sed -n 's|^  <version>\(.*\)</version>.*|\1|p' pom.xml | head -n 1)
sed "s|\"timestamp\" : \"[^\"]*\"|\"timestamp\" : \"$stamp\"|" \
  "target/hearsay-$version-dependency-cyclonedx.json" >"$sbom"
