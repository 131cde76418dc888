package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A {@link Stranger} among members: whatever it sends, all soon know the truth about each other
 * again, and no member is lost.
 */
class HostileDatagramsTest {
  private static final int MEMBERS = 5;
  private static final long SOON = 2000;

  /** Whether all others believe what each member says of itself; strangers' inventions aside. */
  private static boolean right(Simulation sim) {
    return wrong(sim).isEmpty();
  }

  private static List<String> wrong(Simulation sim) {
    var wrong = new ArrayList<String>();
    for (var about : sim.hosts) {
      var own = about.swim.self();
      for (var at : sim.hosts) {
        var known = at.swim.member(about.name());
        boolean right =
            known
                .filter(m -> m.state() == State.ALIVE || m.state() == State.SUSPECT)
                .filter(m -> m.boot().equals(own.boot()) && m.saysTheSame(own))
                .isPresent();
        if (about.dead || !right) {
          wrong.add(at.name() + " believes " + known + ", " + own);
        }
      }
    }
    return wrong;
  }

  private static void assertRightAgain(Simulation sim, long limit, String what) {
    long took = sim.net.time.runUntil(limit, () -> right(sim));
    assertThat(took).as("%s: %s", what, wrong(sim)).isNotNegative();
    assertThat(sim.hosts).noneMatch(h -> h.superseded);
  }

  /** One datagram about each member to one of them; then one about a single member to each. */
  @ParameterizedTest
  @EnumSource
  void oneDatagramOfEachKindIsForgottenInTwoSeconds(Forgery.Kind kind) {
    long worst = 0;
    for (long seed = 1; seed <= 20; seed++) {
      var sim = Simulation.of(MEMBERS, seed);
      var stranger = new Stranger(sim.net, seed);
      for (var one : sim.hosts) {
        sim.hosts.forEach(about -> stranger.send(kind, about, one));
        sim.net.time.run(1);
        worst = Math.max(worst, took(sim, kind + ", seed " + seed));
      }
      sim.hosts.forEach(to -> stranger.send(kind, sim.hosts.get(2), to));
      sim.net.time.run(1);
      worst = Math.max(worst, took(sim, kind + " to all, seed " + seed));
      assertStays(sim, kind + ", seed " + seed);
    }
    System.out.printf("%-36s right again after %4d ms at worst%n", kind, worst);
  }

  private static long took(Simulation sim, String what) {
    long start = sim.net.time.now();
    assertRightAgain(sim, SOON, what);
    return sim.net.time.now() - start;
  }

  /** What is right stays right, and crashes are still detected. */
  private static void assertStays(Simulation sim, String what) {
    sim.net.time.run(30_000);
    assertRightAgain(sim, SOON, what + ", later");
    assertThat(sim.hosts).allMatch(h -> h.swim.trouble().isEmpty());
    var victim = sim.hosts.get(3);
    victim.crash();
    assertThat(sim.net.time.runUntil(SOON, () -> sim.allSee(victim, State.FAILED)))
        .as("%s: a crash afterwards", what)
        .isNotNegative();
  }

  /** Any of them, at any time, while members also change their tags. */
  @ParameterizedTest
  @EnumSource(Mixture.class)
  void aMinuteOfAnythingIsForgottenInSeconds(Mixture mixture) {
    for (long seed = 1; seed <= mixture.seeds; seed++) {
      var sim = Simulation.of(MEMBERS, seed);
      sim.net.loss = mixture.loss;
      var stranger = new Stranger(sim.net, seed);
      var kinds = List.of(Forgery.Kind.values());
      for (int i = 0; i < 60_000 / mixture.gap; i++) {
        stranger.send(
            stranger.any(kinds),
            sim.hosts.get(stranger.below(MEMBERS)),
            sim.hosts.get(stranger.below(MEMBERS)));
        sim.net.time.run(mixture.gap);
      }
      // A third of the exchanges over TCP fail when a tenth of the packets is lost.
      assertRightAgain(sim, mixture.loss > 0 ? 30_000 : 10_000, mixture + ", seed " + seed);
      sim.net.loss = 0;
      sim.net.time.run(10_000);
      assertRightAgain(sim, SOON, mixture + ", seed " + seed + ", later");
    }
  }

  /** How much of it. */
  enum Mixture {
    SOME(200, 0, 15),
    MUCH(10, 0, 5),
    LOSSY(100, 0.1, 20);

    final long gap;
    final double loss;
    final int seeds;

    Mixture(long gap, double loss, int seeds) {
      this.gap = gap;
      this.loss = loss;
      this.seeds = seeds;
    }
  }

  @Test
  void aMemberThatKnowsOnlyTheForgedClaimLearnsTheTrueOne() {
    for (long seed = 1; seed <= 20; seed++) {
      var sim = Simulation.of(MEMBERS, seed);
      var two = sim.hosts.get(1).swim.self();
      var joiner = sim.start("late", 77, java.util.Set.of(SimHost.address(1)));
      // Before it has heard of any member: another's nonce, and an incarnation that it never had.
      var stranger = new Stranger(sim.net, seed);
      stranger.send(
          joiner, 1, Forgery.claim("evil", two.boot(), SimHost.address(900), 0, State.ALIVE));
      stranger.send(
          joiner,
          1,
          Forgery.claim(
              "m3", sim.hosts.get(2).swim.self().boot(), SimHost.address(901), 99, State.ALIVE));
      stranger.send(
          joiner,
          1,
          Forgery.claim(
              "m4", sim.hosts.get(3).swim.self().boot(), SimHost.address(4), 1L << 39, State.LEFT));
      sim.net.time.run(1);

      assertRightAgain(sim, 5000, "seed " + seed);
    }
  }

  @Test
  void manyIncarnationLeapsLeadNowhere() {
    var sim = Simulation.of(MEMBERS, 3);
    var stranger = new Stranger(sim.net, 3);
    var victim = sim.hosts.get(1);
    for (int i = 0; i < 5000; i++) {
      var self = victim.swim.self();
      stranger.send(
          victim,
          1,
          Forgery.claim(
              self.name(), self.boot(), self.address(), self.incarnation() + 4000, State.ALIVE));
      sim.net.time.run(1);
    }
    assertRightAgain(sim, SOON, "leaps");
  }

  @Test
  void anExceptionEndsItsTurnAndNotTheProtocol() {
    var net = new SimNetwork(1, Profile.container());
    var faults = new java.util.ArrayList<RuntimeException>();
    var ran = new int[1];
    var turns = new Turns(() -> ran[0]++, faults::add);

    turns.run(
        () -> {
          throw new IllegalStateException("a fault");
        });
    turns.over(net.hosts.isEmpty() ? new Ticks() : null).after(1, () -> {});

    assertThat(faults).hasSize(1);
    assertThat(ran[0]).isEqualTo(2);
  }

  /** Timers whose tasks run without delay. */
  private static final class Ticks implements Timers {
    @Override
    public long millis() {
      return 0;
    }

    @Override
    public java.time.Instant wallClock() {
      return java.time.Instant.EPOCH;
    }

    @Override
    public Timer after(long millis, Runnable task) {
      task.run();
      return () -> {};
    }
  }

  @Test
  void aLiveBootFromTheFarFutureIsAccepted() {
    var sim = Simulation.of(MEMBERS, 9);
    var odd = sim.start("odd", 50, java.util.Set.of(SimHost.address(1)), Forgery.YEARS);

    assertThat(sim.net.time.runUntil(SOON, () -> sim.living().stream().allMatch(h -> h.knows(odd))))
        .isNotNegative();
    assertThat(odd.swim.self().boot().epoch()).isLessThan(BootId.MAX_EPOCH);
  }

  @Test
  void aQueryInTheNameOfAMemberElsewhereIsNotAnswered() {
    var sim = Simulation.of(MEMBERS, 1);
    var stranger = new Stranger(sim.net, 1);
    var about = sim.hosts.get(2);
    var others = sim.hosts.stream().filter(h -> h != about).toList();
    for (var to : others) {
      var query = stranger.message(Forgery.Kind.QUERY, about, to);
      stranger.send(to, about.swim.self().boot().nonce(), query);
    }
    sim.net.time.run(3_000);

    assertThat(others)
        .extracting(h -> h.counters.snapshot().getOrDefault("queries.refused", 0L))
        .containsOnly(1L);
    assertThat(sim.hosts)
        .extracting(h -> h.counters.snapshot().getOrDefault("queries", 0L))
        .containsOnly(0L);
  }
}
