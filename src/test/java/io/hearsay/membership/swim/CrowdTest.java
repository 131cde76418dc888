package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * More members than the table has room for: strangers' inventions, by exchanges and by datagrams.
 */
class CrowdTest {
  private static final TableLimits SMALL = new TableLimits(300, 1 << 20);
  private final Random random = new Random(1);
  private int names;

  private MemberRecord invented() {
    int number = ++names;
    return new MemberRecord(
        "fresh" + number,
        new BootId(1_767_225_600_000L, random.nextLong()),
        SimHost.address(100_000 + number % 60_000),
        new MemberRecord.Claim(0, State.ALIVE, 0),
        new MemberRecord.Word(0, new TreeMap<>(Map.of("text", "x".repeat(100)))));
  }

  private byte[] exchange(int members) {
    var records = new ArrayList<MemberRecord>();
    for (int i = 0; i < members; i++) {
      records.add(invented());
    }
    return Codec.encode(new Message.Sync(false, records));
  }

  @Test
  void theTableKeepsItsBoundAndTheMembersStay() {
    var sim = Simulation.of(5, 1);
    sim.hosts.forEach(h -> h.swim.limit(SMALL));
    for (int i = 0; i < 10; i++) {
      sim.hosts.get(i % 5).swim.request(exchange(2000), bytes -> {});
      sim.net.time.run(100);
    }
    for (int i = 0; i < 6000; i++) {
      var claim = Codec.encode(new Message.Claim(invented()));
      var to = sim.hosts.get(i % 5);
      to.swim.datagram(
          new io.hearsay.membership.wire.Endpoint(SimHost.address(9999), random.nextLong()), claim);
      sim.net.time.run(2);
    }

    assertThat(sim.hosts).allMatch(h -> h.swim.members().size() <= SMALL.members());
    assertThat(sim.hosts)
        .allMatch(h -> h.counters.snapshot().getOrDefault("members.refused", 0L) > 1000);
    sim.net.time.run(60_000);
    assertThat(sim.hosts)
        .allMatch(at -> sim.hosts.stream().allMatch(about -> at == about || at.knows(about)));
  }

  @Test
  void presentMembersReplaceThoseThatHaveGone() {
    var sim = Simulation.of(3, 1);
    sim.hosts.forEach(h -> h.swim.limit(SMALL));
    // Nobody lives there, so all fail within half a minute, and are remembered for ten.
    sim.hosts.getFirst().swim.request(exchange(2000), bytes -> {});
    sim.net.time.run(400_000);

    var late = sim.start("late", 50, Set.of(SimHost.address(1)));

    assertThat(sim.net.time.runUntil(3000, () -> sim.hosts.getFirst().knows(late)))
        .as(sim.describe())
        .isNotNegative();
  }

  @Test
  void aBurstIsPublishedInAFewBatchesCompletely() {
    var sim = Simulation.of(2, 1);
    var host = sim.hosts.getFirst();
    host.told = 0;
    for (int i = 0; i < 1000; i++) {
      host.swim.request(exchange(1), bytes -> {});
      if (i % 10 == 0) {
        sim.net.time.run(1);
      }
    }
    sim.net.time.run(200);

    assertThat(host.told).isLessThan(100);
    assertThat(host.events.stream().filter(e -> e.contains("fresh")).count())
        .isGreaterThanOrEqualTo(1000);
  }

  @Test
  void oneChangeInAQuietClusterIsPublishedInItsOwnTurn() {
    var sim = Simulation.of(100, 1);
    var one = sim.hosts.getFirst();
    one.told = 0;
    one.swim.say(1, new TreeMap<>(Map.of("a", "b")));
    assertThat(one.told).isEqualTo(1);
  }
}
