#!/bin/sh
# Runs the simulator with seed after seed, drawn at random: both halves in virtual time, every rule after every turn.
#   MINUTES   for how long (default 1)
#   SEEDS     at most this many, for as long as they take unless MINUTES is given
#   SEED      begin with this one; alone, it repeats that episode
#   HALF      only this half
#   EXPERIMENTS=1  instead: the protocol up to 1000 members against its formulas, and ten million hostile inputs.
#             MEMBERS sizes of the large clusters (default "10 100 1000"); INPUTS for each kind of fuzzing.
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
if [ -n "${EXPERIMENTS:-}" ]; then
  log=target/bench/simulator.log
  echo "Experiments (all in $log) ..."
  mvn -B -ntp test -Dtest='ExperimentsTest,LargeClusterTest,FuzzTest' -Dfuzz.inputs="${INPUTS:-10000000}" \
    -Dlarge.members="${MEMBERS:-10 100 1000}" >$log 2>&1 || {
    grep -E 'formula|false failures|seed|Tests run|ERROR' $log
    exit 1
  }
  grep -E 'formula|false failures|inputs|Tests run:.*Time' $log
  exit
fi
alive target/bench/build.log "Compiling" mvn -B -ntp test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/bench/classpath -Dmdep.includeScope=test
exec "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xmx512m -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
  -cp "target/test-classes:target/classes:$(cat target/bench/classpath)" io.hearsay.simulator.Runner
