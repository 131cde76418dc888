#!/bin/sh
# Whether the simulator does its job: each bug is planted into a copy of the source and has MINUTES to be found.
#   MINUTES  for each (default 2);  ONLY  those whose name contains this word
set -eu
cd "$(dirname "$0")/../.."
. src/demo/alive.sh
JAVA_HOME=$(sh src/build/find-jdk.sh)
export JAVA_HOME
: "${MINUTES:=2}" "${ONLY:=}"
mkdir -p target/planted
alive target/planted/build.log "Compiling" mvn -B -ntp test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/planted/classpath -Dmdep.includeScope=test
classpath=target/test-classes:target/classes:$(cat target/planted/classpath)
missed=0
echo "| bug | half | seeds | found after, s | rule |"
echo "|---|---|---:|---:|---|"

# plant NAME HALF FILE SED: FILE below io/hearsay, changed by SED, and the simulator with it.
plant() {
  case $1 in *"$ONLY"*) ;; *) return ;; esac
  dir=target/planted/$(echo "$1" | tr -c 'a-z\n' '-')
  rm -rf "$dir"
  mkdir -p "$dir/classes"
  sed "$4" "src/main/java/io/hearsay/$3" >"$dir/$(basename "$3")"
  if cmp -s "$dir/$(basename "$3")" "src/main/java/io/hearsay/$3"; then
    echo "$1: nothing to plant in $3 any more" >&2
    missed=1
    return
  fi
  "$JAVA_HOME/bin/javac" -nowarn -proc:none -parameters -d "$dir/classes" -cp "$classpath" "$dir/$(basename "$3")"
  begun=$(date +%s)
  found=no
  HALF=$2 MINUTES=$MINUTES "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xmx512m \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$dir/classes:$classpath" \
    io.hearsay.simulator.Runner >"$dir/log" 2>&1 || found=$(($(date +%s) - begun))
  [ "$found" != no ] || missed=1
  seeds=$(sed -n "s/^| $2 | \([0-9]*\) |.*/\1/p" "$dir/log")
  rule=$(sed -n '/^VIOLATION/{n;s/^at [0-9]* ms, with \[[^]]*\]: \([a-zA-Z.]*: \)\{0,1\}//;s/|/,/g;p;}' "$dir/log")
  echo "| $1 | $2 | ${seeds:-?} | $found | $(echo "$rule" | cut -c 1-160) |"
}

swim=membership/swim
plant "dropped refutation" membership $swim/OwnRecord.java \
  's/^      change(self().with(State.ALIVE, claimed + 1, 0));$//'
plant "dropped refutation of what rumours say" membership $swim/OwnRecord.java \
  's/^      refute(incarnation, false);$//'
plant "a boot that left revived by an older claim" membership $swim/StateMerger.java \
  's/long known = before.incarnation();/long known = before.incarnation() - (before.state() == State.LEFT ? 2 : 0);/'
plant "lost wake-up, a suspicion confirmed" membership $swim/StateMerger.java \
  '/since)) {$/{n;s/arm(peer);/peer.suspicionTimer(null);/;}'
plant "lost wake-up, gossip" membership $swim/Gossip.java \
  '/private void round() {/,/^  }/{/next = null;/d;s/^    try {$/    next = null;\n    try {/;};s/slow && interrupts()/false/'
plant "lost wake-up, probes after a pause" membership $swim/FailureDetector.java \
  's/^    schedule(core.profile().probeInterval() \* core.health().multiplier());$/    if (!paused) schedule(core.profile().probeInterval());/'
plant "lost wake-up, partitions never heal" membership $swim/Reconnector.java \
  's/^    core.timers().after(Math.max(1, core.jittered(wait)), this::turn);$/    if (lonely) core.timers().after(Math.max(1, core.jittered(wait)), this::turn);/'
plant "once there, the late end of a tripwire taken for the next one" membership $swim/Tripwires.java \
  's/!wires.remove(nonce, own)/wires.remove(nonce) == null/'
plant "once there, proof that came late took a suspicion back" membership $swim/StateMerger.java \
  's/core.now() - due > PAUSE_MILLIS/core.now() - suspicion.deadline() > PAUSE_MILLIS/'
plant "once there, an epoch raised was not learned where the clock is behind" membership $swim/StateMerger.java \
  's/if (source == Source.ITSELF) {/if (false) {/'
plant "once there, a single member wakes forever" membership $swim/Gossip.java \
  's/if (targets.isEmpty()) {/if (false) {/'
exit $missed
