package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.State;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A name is restarted, at another address and with a clock that is wrong, while the old process
 * lives, is frozen, or is dead: exactly one of the two gets the name.
 */
class SuccessionTest {
  private static final long LIMIT = 6000;

  /** What becomes of the old process before the new one starts. */
  enum Old {
    ALIVE,
    FROZEN,
    JUST_DEAD,
    DEAD
  }

  private static Simulation sim(long oldSkew, long seed) {
    var sim = Simulation.of(5, seed);
    var old = sim.start("web", 60, Set.of(SimHost.address(1)), oldSkew);
    assertThat(sim.net.time.runUntil(3000, () -> sim.allSee(old, State.ALIVE))).isNotNegative();
    sim.net.time.run(2000);
    return sim;
  }

  @ParameterizedTest
  @CsvSource({"0", "3600000", "-3600000", "30000", "-30000", "315360000000", "-315360000000"})
  void exactlyOneHasTheNameWithinSixSeconds(long skew) {
    for (var fate : Old.values()) {
      for (long seed = 1; seed <= 5; seed++) {
        // Either clock may be the wrong one.
        check(0, skew, fate, seed);
        check(skew, 0, fate, seed);
      }
    }
  }

  private static void check(long oldSkew, long newSkew, Old fate, long seed) {
    var what = "old %d, new %d, %s, seed %d".formatted(oldSkew, newSkew, fate, seed);
    var sim = sim(oldSkew, seed);
    var old = sim.hosts.getLast();
    switch (fate) {
      case ALIVE -> {}
      case FROZEN -> old.pause();
      case JUST_DEAD -> old.crash();
      case DEAD -> {
        old.crash();
        sim.net.time.run(10_000);
      }
    }
    var others = List.copyOf(sim.hosts.subList(0, 5));
    var fresh = sim.start("web", 61, Set.of(SimHost.address(1)), newSkew);
    var winner = fate == Old.ALIVE ? old : fresh;
    long took =
        sim.net.time.runUntil(
            LIMIT,
            () ->
                others.stream().allMatch(h -> h.knows(winner))
                    && (winner == fresh || !fresh.refused.isEmpty() || fresh.superseded));
    assertThat(took).as("%s: %s", what, sim.describe()).isNotNegative();
    if (fate == Old.FROZEN) {
      sim.net.time.run(3000);
      old.resume();
      assertThat(sim.net.time.runUntil(LIMIT, () -> old.superseded)).as(what).isNotNegative();
    }
    sim.net.time.run(20_000);
    assertThat(others).as(what).allMatch(h -> h.knows(winner));
    assertThat(winner.superseded).as(what).isFalse();
  }

  @Test
  void aFrozenProcessWithAClockAheadDoesNotShadowItsSuccessor() {
    // A case from practice: thirty seconds ahead, frozen, and replaced within two seconds.
    check(30_000, 0, Old.FROZEN, 11);
  }

  @Test
  void aClaimOfASuccessorThatDoesNotExistEndsNobody() {
    var sim = Simulation.of(5, 4);
    var stranger = new Stranger(sim.net, 4);
    for (var host : sim.hosts) {
      stranger.send(Forgery.Kind.BOOT_OF_AN_HOUR_FROM_NOW, host, host);
    }
    sim.net.time.run(10_000);
    assertThat(sim.hosts).noneMatch(h -> h.superseded);
    assertThat(sim.hosts)
        .allMatch(at -> sim.hosts.stream().allMatch(about -> at == about || at.knows(about)));
  }
}
