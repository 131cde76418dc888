#!/bin/sh
# Fuzzes everything that reads what others wrote: random inputs (INPUTS=10000000), or Jazzer (MINUTES=20 for all).
#   TARGETS  only these, such as "decoder template"; src/test/java/io/hearsay/fuzz/Targets.java lists them.
#   INPUTS   this many for each, without Jazzer, fewer for costly targets; a table in Markdown. FIRST=0 is the number
#            of the first input: the same number gives the same input, and a finding names its number.
#   MINUTES  with Jazzer, which is guided by coverage. The inputs that it keeps stay in target/fuzz/corpus/TARGET,
#            and the next run starts from them.
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
: "${INPUTS=}" "${FIRST:=0}" "${TARGETS=}" "${MINUTES:=20}"
number() {
  case $2 in '' | *[!0-9]*) echo "$1=$2 is not a number" >&2 && exit 2 ;; esac
}
number MINUTES "$MINUTES"
number FIRST "$FIRST"
mkdir -p target/fuzz
profile=-Pfuzz
[ -z "$INPUTS" ] || profile='-P!fuzz'
alive target/fuzz/build.log "Compiling" mvn -B -ntp "$profile" test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/fuzz/classpath -Dmdep.includeScope=test
classpath=target/test-classes:target/classes:$(cat target/fuzz/classpath)
run() {
  "$JAVA_HOME/bin/java" -Xmx1g -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$classpath" "$@"
}
if [ -n "$INPUTS" ]; then
  number INPUTS "$INPUTS"
  # shellcheck disable=SC2086
  run io.hearsay.fuzz.Main run "$INPUTS" "$FIRST" $TARGETS
  exit
fi
run io.hearsay.fuzz.Main list >target/fuzz/list
run io.hearsay.fuzz.Main seeds target/fuzz/corpus
names=${TARGETS:-$(cut -d' ' -f1 target/fuzz/list)}
# shellcheck disable=SC2086
set -- $names
seconds=$((MINUTES * 60 / $#))
[ $seconds -gt 0 ] || { echo "MINUTES=$MINUTES is too little for $# targets" >&2 && exit 2; }
found=0
echo "| target | inputs | findings | seconds |"
echo "|---|---:|---:|---:|"
for target in "$@"; do
  class=$(sed -n "s/^$target //p" target/fuzz/list)
  [ -n "$class" ] || { echo "there is no target $target but $(cut -d' ' -f1 target/fuzz/list | tr '\n' ' ')" >&2 && exit 2; }
  log=target/fuzz/$target.log
  finding=0
  run -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED com.code_intelligence.jazzer.Jazzer \
    --target_class="$class" --instrumentation_includes='io.hearsay.**:io.quarkus.qute.**' \
    --reproducer_path=target/fuzz -artifact_prefix="target/fuzz/$target-" -max_len=2000 -rss_limit_mb=3000 \
    -timeout=30 -max_total_time=$seconds "target/fuzz/corpus/$target" >"$log" 2>&1 || finding=1
  inputs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$log")
  echo "| $target | ${inputs:-?} | $finding | $seconds |"
  [ $finding -eq 0 ] || { found=1 && echo "$target: see $log" >&2; }
done
exit $found
