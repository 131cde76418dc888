package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.State;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One crash in a large cluster that loses 5 % of its packets, seen member by member. Set the sizes
 * with {@code -Dlarge.members="10 100 1000"}; a thousand take a minute, so the daily run has fewer.
 */
class LargeClusterTest {
  private static final double LOSS = 0.05;

  static Stream<Integer> sizes() {
    return Stream.of(System.getProperty("large.members", "10 100").trim().split("\\s+"))
        .map(Integer::valueOf);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void allDetectACrashAndTrafficStaysTheSame(int members) {
    var profile = Profile.container();
    var sim = Simulation.of(members, 1);
    sim.net.loss = LOSS;
    sim.net.time.run(20_000);
    sim.hosts.forEach(h -> h.packetsSent = 0);
    sim.net.time.run(20_000);
    double sent = sim.hosts.stream().mapToLong(h -> h.packetsSent).sum() / 20.0 / members;
    // A ping and an ack per interval. A probe fails if either is lost; then k helpers are asked,
    // ping and report, and another ping goes out. A lost heartbeat causes a probe.
    double failing = 1 - (1 - LOSS) * (1 - LOSS);
    double probe = 1 + (1 - LOSS) + failing * (profile.indirectProbes() * 4 + 2);
    double formula =
        probe * 1000 / profile.probeInterval()
            + (1 + LOSS * probe) * 1000 / profile.heartbeatInterval();

    var times = new ArrayList<Long>();
    for (int run = 0; run < 5; run++) {
      var victim = sim.living().get(1 + run * 3 % (sim.living().size() - 1));
      long start = sim.net.time.now();
      victim.crash();
      var left = new ArrayList<>(sim.living());
      assertThat(
              sim.net.time.runUntil(
                  20_000,
                  () -> {
                    left.removeIf(
                        h -> {
                          boolean knows = h.sees(victim) == State.FAILED;
                          if (knows) {
                            times.add(sim.net.time.now() - start);
                          }
                          return knows;
                        });
                    return left.isEmpty();
                  }))
          .isNotNegative();
      sim.net.time.run(5000);
    }
    times.sort(null);
    long crash =
        profile.wireGrace()
            + profile.goneTimeout()
            + (long) Math.ceil(Math.log(members) / Math.log(profile.gossipFanout() + 1.0))
                * profile.fastInterval();
    System.out.printf(
        "N = %-5d loss %.2f  crash known: formula %d ms   p50 %d ms   p99 %d ms   last %d ms%n",
        members,
        LOSS,
        crash,
        times.get(times.size() / 2),
        times.get(times.size() * 99 / 100),
        times.getLast());
    System.out.printf(
        "N = %-5d loss %.2f  idle: formula %.2f messages per member and second   measured %.2f%n",
        members, LOSS, formula, sent);
    assertThat(times.get(times.size() * 99 / 100)).isLessThanOrEqualTo(crash * 3 / 2);
    assertThat(sent).isLessThanOrEqualTo(formula * 1.5);
  }
}
