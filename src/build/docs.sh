#!/bin/sh
# The documents as a site, in target/site, which needs no server and nothing from elsewhere. A link or a section that is
# not there fails it.
set -eu
cd "$(dirname "$0")/../.."
. src/build/jdk.sh
rm -rf target/docs target/site
mkdir -p target/docs
# Laid out as in the repository, so that links between pages are right in both.
find . -name '*.adoc' -not -path './target/*' -not -path './.*' -print | tar -cf - -T - | tar -xf - -C target/docs
# Asciidoctor runs on JRuby, which loads a library and says so.
MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
  mvn -B -ntp -q -Pdocs asciidoctor:process-asciidoc
cp src/docs/site.css target/site/
"$JAVA_HOME/bin/java" src/test/java/io/hearsay/documents/Site.java . target/site
echo "target/site/index.html"
