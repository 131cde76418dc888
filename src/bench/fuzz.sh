#!/bin/sh
# Everything that reads strangers' bytes, fuzzed by Jazzer, which is led by the branches it reaches: MINUTES=5.
#   MINUTES  how long; the inputs that it found worth keeping stay in target/fuzz, and the next run begins with them.
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
case ${MINUTES:=5} in
  '' | *[!0-9]* | 0) echo "MINUTES=$MINUTES is no number of minutes: a whole number from 1." >&2 && exit 2 ;;
esac
mkdir -p target/fuzz/corpus
alive target/fuzz/build.log "Compiling, fetching Jazzer" mvn -B -ntp -Pfuzz test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/fuzz/classpath -Dmdep.includeScope=test
classpath=target/test-classes:target/classes:$(cat target/fuzz/classpath)
"$JAVA_HOME/bin/java" -cp "$classpath" io.hearsay.cluster.wire.Hostile target/fuzz/corpus
log=target/fuzz/fuzz.log
alive "$log" "Fuzzing for $MINUTES minutes" "$JAVA_HOME/bin/java" -Xmx1g -XX:+EnableDynamicAgentLoading \
  --enable-native-access=ALL-UNNAMED -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
  --target_class=io.hearsay.cluster.wire.Hostile --instrumentation_includes='io.hearsay.**' \
  --reproducer_path=target/fuzz -artifact_prefix=target/fuzz/ -max_len=1500 -rss_limit_mb=3000 \
  -max_total_time=$((MINUTES * 60)) target/fuzz/corpus
grep -E '^Done [0-9]+ runs' "$log"
