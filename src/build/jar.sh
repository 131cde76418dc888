#!/bin/sh
# Builds what images without a native binary consist of, target/quarkus-app and target/hearsay-sbom.json, unless they
# exist and are newer than all sources.
#   IN_ORDER  set: the same bytes from the same sources each time, for what is published
set -eu
cd "$(dirname "$0")/../.."
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
jar=target/quarkus-app/quarkus-run.jar
generated=target/quarkus-app/quarkus/generated-bytecode.jar
sbom=target/hearsay-sbom.json
stamp=target/jar.sha256

# The language would otherwise be the builder's.
package() {
  mvn -B -ntp -q package quarkus:dependency-sbom -Dmaven.test.skip -Dquarkus.default-locale=en-US -Dquarkus.locales=en-US
}

# Quarkus 3.33 writes what it generates in the order of hash sets, and numbers keys by a counter of all its threads, so
# that two builds would differ (quarkusio/quarkus#53025 and others mend that in later versions). Here they do not:
# objects have no hash codes of chance, Java's own sets and maps have one order (none of their code may be compiled
# before that is set), the keys are renumbered, and classes of other archives, which stand in the order of these archives'
# paths, are sorted. Maven takes twice the time for it.
package_in_order() {
  order=target/order
  rm -rf "$order"
  mkdir -p "$order"
  "$JAVA_HOME/bin/javac" -proc:none -nowarn -d "$order" src/dist/order/FixedOrder.java 2>"$order/log" || {
    cat "$order/log" >&2
    return 1
  }
  echo 'Premain-Class: FixedOrder' >"$order/manifest"
  "$JAVA_HOME/bin/jar" --create --file "$order/order.jar" --manifest "$order/manifest" -C "$order" FixedOrder.class
  (
    MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+UnlockExperimentalVMOptions -XX:hashCode=2 -XX:CompileCommand=quiet \
-XX:CompileCommand=exclude,java.util.ImmutableCollections*::* --sun-misc-unsafe-memory-access=allow \
-javaagent:$order/order.jar"
    export MAVEN_OPTS
    package
  )
  "$JAVA_HOME/bin/java" -cp "target/quarkus-app/lib/boot/*" src/dist/java/io/hearsay/dist/JarOrder.java \
    target/quarkus-app
  sha256sum "$generated" >"$stamp"
}

if [ ! -e "$jar" ] || [ -n "$(find pom.xml src/main -newer "$jar" -print -quit)" ]; then
  fresh=no
elif [ -n "${IN_ORDER:-}" ] && ! sha256sum --status -c "$stamp" 2>/dev/null; then
  fresh=no
else
  fresh=yes
fi
if [ "$fresh" = no ]; then
  if [ -n "${IN_ORDER:-}" ]; then package_in_order; else package; fi
elif [ ! -e "$sbom" ] || [ -n "$(find pom.xml -newer "$sbom" -print -quit)" ]; then
  mvn -B -ntp -q quarkus:dependency-sbom
else
  exit 0
fi
# The only thing in it that two builds do not share is the time, so it gets the build's.
time=$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</.*|\1|p' pom.xml)
version=$(sed -n 's|^  <version>\(.*\)</version>.*|\1|p' pom.xml | head -n 1)
sed "s|\"timestamp\" : \"[^\"]*\"|\"timestamp\" : \"$time\"|" \
  "target/hearsay-$version-dependency-cyclonedx.json" >"$sbom"
