package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.Flags;
import io.hearsay.membership.wire.State;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol in virtual time. */
class SwimTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 30, 100})
  void aCrashIsDetectedByAllInHalfASecond(int members) {
    var sim = Simulation.of(members, members);
    var victim = sim.hosts.get(members / 2);

    victim.crash();

    long took = sim.net.time.runUntil(5000, () -> sim.allSee(victim, State.FAILED));
    assertThat(took).isBetween(0L, 500L);
    assertThat(sim.events(State.FAILED)).isEqualTo(members - 1);
  }

  @Test
  void aSingleMemberSleepsExceptForItsPeriodicTimers() {
    var sim = Simulation.of(1, 1);

    sim.net.time.run(60_000);

    assertThat(sim.hosts.getFirst().pending).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 30, 100})
  void aMemberThatLeavesIsNotReportedAsFailed(int members) {
    var sim = Simulation.of(members, members);
    var leaver = sim.hosts.get(members / 2);

    leaver.leave();

    long took = sim.net.time.runUntil(5000, () -> sim.allSee(leaver, State.LEFT));
    assertThat(took).isBetween(0L, 250L);
    sim.net.time.run(10_000);
    assertThat(sim.events(State.FAILED)).isZero();
    assertThat(leaver.dead).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 30, 60, 100, 200})
  void aMemberThatLeavesWhileItJoinsIsNotReportedAsFailed(long after) {
    for (long seed = 1; seed <= 20; seed++) {
      var sim = Simulation.of(5, seed);
      var joiner = sim.add();
      sim.net.time.run(after);

      joiner.leave();

      assertThat(sim.net.time.runUntil(2000, () -> joiner.dead)).isBetween(0L, 300L);
      sim.net.time.run(10_000);
      assertThat(sim.events(State.FAILED)).as("seed %d", seed).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 50, 500, 5000})
  void aSingleMemberLeavesWithoutWaitingLongForSilentSeeds(long after) {
    var sim = new Simulation(1);
    sim.start("silent", 1, Set.of()).pause();
    var alone = sim.add();
    sim.net.time.run(after);

    alone.leave();

    assertThat(sim.net.time.runUntil(5000, () -> alone.dead))
        .isBetween(0L, sim.net.profile.leaveLimit() + 100);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 30, 100})
  void aJoinerIsSeenByAll(int members) {
    var sim = Simulation.of(members, members);

    var joiner = sim.add();

    long took = sim.net.time.runUntil(5000, () -> sim.allSee(joiner, State.ALIVE));
    assertThat(took).isBetween(0L, 250L);
  }

  @Test
  void aDeletedTagIsGoneEverywhere() {
    var sim = Simulation.of(10, 1);
    var one = sim.hosts.get(3);
    one.swim.say(Flags.HEALTHY, new TreeMap<>(java.util.Map.of("a", "1", "b", "2")));
    assertThat(sim.net.time.runUntil(1000, () -> sim.tagsOf(one).equals(Set.of("{a=1, b=2}"))))
        .isNotNegative();

    one.swim.say(Flags.HEALTHY, new TreeMap<>(java.util.Map.of("a", "1")));

    assertThat(sim.net.time.runUntil(1000, () -> sim.tagsOf(one).equals(Set.of("{a=1}"))))
        .isBetween(0L, 250L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aSilentHostIsDetectedInSeconds(long seed) {
    var sim = Simulation.of(10, seed);
    var victim = sim.hosts.get(4);

    sim.net.cut = (from, to) -> from == victim || to == victim;

    var others = sim.hosts.stream().filter(h -> h != victim).toList();
    long took =
        sim.net.time.runUntil(
            20_000, () -> others.stream().allMatch(h -> h.sees(victim) == State.FAILED));
    assertThat(took).isBetween(0L, 6000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {2000, 5000})
  void aPausedProcessIsNotDeclaredFailed(long pause) {
    for (long seed = 0; seed < 10; seed++) {
      var sim = Simulation.of(10, seed);
      var sleeper = sim.hosts.get(2);
      sleeper.pause();
      sim.net.time.run(pause);
      sleeper.resume();
      sim.net.time.run(10_000);
      assertThat(sim.events(State.FAILED)).as("seed %d", seed).isZero();
      assertThat(sim.converged()).as(sim.describe()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aPartitionHealsEvenWithoutSeeds(long seed) {
    var sim = Simulation.of(11, seed);
    sim.hosts.getFirst().crash();
    sim.net.time.run(2000);
    var left = sim.living().subList(0, 5);
    sim.net.cut = (from, to) -> left.contains(from) != left.contains(to);
    sim.net.time.run(60_000);
    assertThat(left.getFirst().seesPresent(5)).isTrue();

    sim.net.cut = (from, to) -> false;

    long took = sim.net.time.runUntil(30_000, sim::converged);
    assertThat(took).isBetween(0L, 5000L);
  }

  @Test
  void aNewBootWithANewAddressReplacesTheOldOne() {
    var sim = Simulation.of(10, 7);
    var old = sim.hosts.get(5);
    old.crash();
    var reborn = sim.start(old.name(), 200, Set.of(SimHost.address(1)));

    long took =
        sim.net.time.runUntil(5000, () -> sim.living().stream().allMatch(h -> h.knows(reborn)));
    assertThat(took).isBetween(0L, 500L);
    sim.net.time.run(20_000);
    assertThat(sim.living()).allMatch(h -> h.knows(reborn));
  }

  @Test
  void aSecondProcessWithATakenNameIsRefusedWithBothAddresses() {
    var sim = Simulation.of(5, 3);
    var twin = sim.start(sim.hosts.get(3).name(), 99, Set.of(SimHost.address(1)));

    sim.net.time.run(5000);

    assertThat(twin.refused).contains("10.0.0.4:7946").contains("10.0.0.99:7946");
    assertThat(sim.hosts.subList(0, 5)).allMatch(h -> h.knows(sim.hosts.get(3)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void thirtyPercentLossFailsNobody(long seed) {
    var sim = Simulation.of(10, seed);
    sim.net.loss = 0.3;
    sim.net.time.run(60_000);
    assertThat(sim.events(State.FAILED)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void fiftyPercentLossFailsFew(long seed) {
    var sim = Simulation.of(10, seed);
    sim.net.loss = 0.5;
    sim.net.time.run(60_000);
    // Of 90 views of others, each watched for a minute.
    assertThat(sim.events(State.FAILED)).isLessThanOrEqualTo(9);
  }

  @Test
  void idleTrafficDoesNotGrowWithTheCluster() {
    var small = idleBytesPerSecond(10);
    var large = idleBytesPerSecond(100);

    assertThat(small).isLessThanOrEqualTo(400);
    assertThat(large).isBetween(small * 9 / 10, small * 11 / 10);
  }

  private static long idleBytesPerSecond(int members) {
    var sim = Simulation.of(members, 1);
    sim.net.time.run(20_000);
    sim.hosts.forEach(h -> h.bytesSent = 0);
    sim.net.time.run(60_000);
    return sim.hosts.stream().mapToLong(h -> h.bytesSent).sum() / 60 / members;
  }
}
