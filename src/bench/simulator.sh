#!/bin/sh
# The protocol under virtual time up to 1000 members, against its formulas; and ten million hostile inputs.
#   MEMBERS  sizes of the large clusters (default "10 100 1000"); INPUTS  for each kind of fuzzing.
set -eu
cd "$(dirname "$0")/../.."
. src/bench/tools.sh
log=target/bench/simulator.log
echo "Experiments (all in $log) ..."
mvn -B -ntp test -Dtest='ExperimentsTest,LargeClusterTest,FuzzTest' -Dfuzz.inputs="${INPUTS:-10000000}" \
  -Dlarge.members="${MEMBERS:-10 100 1000}" >$log 2>&1 || {
  grep -E 'formula|false failures|seed|Tests run|ERROR' $log
  exit 1
}
grep -E 'formula|false failures|inputs|Tests run:.*Time' $log
