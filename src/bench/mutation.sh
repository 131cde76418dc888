#!/bin/sh
# Whether the unit tests notice changes of the rules (pitest): the protocol's rules, the balancer's plan and policies.
#   LEAST  exits with 1 if a lower percentage of the mutants of any package is killed (default 85)
#   The report with every line is target/pit-reports/index.html.
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
: "${LEAST:=85}"
mkdir -p target/bench
alive target/bench/mutation.log "Mutating" mvn -B -ntp -Pmutation test-compile \
  org.pitest:pitest-maven:mutationCoverage
# file, class, mutator, method, line, status, test
awk -F, -v least="$LEAST" '
  { package = $2; sub(/\.[^.]*$/, "", package); all[package]++; class[$2]++ }
  $6 != "SURVIVED" && $6 != "NO_COVERAGE" { killed[package]++; of[$2]++ }
  END {
    print "| package or class | mutants | killed | per cent |"
    print "|---|---:|---:|---:|"
    for (p in all) {
      share = 100 * killed[p] / all[p]
      bad += share < least
      printf "| **%s** | %d | %d | %.1f |\n", p, all[p], killed[p], share
    }
    for (c in class) printf "| %s | %d | %d | %.1f |\n", c, class[c], of[c], 100 * of[c] / class[c] | "sort"
    close("sort")
    exit bad > 0
  }' target/pit-reports/mutations.csv
