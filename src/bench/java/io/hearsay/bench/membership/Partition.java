package io.hearsay.bench.membership;

import io.hearsay.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Row 8: half of the hosts are moved to another switch and back, perhaps with all seeds dead. */
final class Partition implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration SHORT = Duration.ofSeconds(15);
  private static final Duration PHASE = Duration.ofMillis(330);
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private final boolean seedless;

  /** @param seedless whether to kill all seeds during the partition */
  Partition(boolean seedless) {
    this.seedless = seedless;
  }

  /**
   * The first partition lasts as long as requested. How soon the halves meet again depends on when
   * the network heals within the interval of the attempts; shorter partitions, which last just
   * long enough to be noticed, hit other phases of it. Serf, whose figures we do not promise, is
   * partitioned once.
   */
  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    once(fleet, settings.hold(), results);
    int more = seedless || !fleet.tool().equals("Hearsay") ? 0 : 2 * settings.runs() - 1;
    for (int run = 1; run <= more && !fleet.spoiled(); run++) {
      Await.pause(SETTLE);
      var phase = PHASE.multipliedBy(run);
      var shorter = SHORT.compareTo(settings.hold()) < 0 ? SHORT : settings.hold();
      once(fleet, shorter.plus(phase), results);
    }
  }

  private void once(Fleet fleet, Duration hold, Samples results) {
    var hosts = fleet.hosts();
    var far = hosts.subList(hosts.size() / 2, hosts.size());
    int mark = fleet.journal().mark();
    fleet.network().cutOff(far);
    if (seedless) {
      List<Node> seeds = fleet.seeds();
      seeds.forEach(Node::kill);
      fleet.forget(seeds);
    }
    Await.pause(hold);
    int split = fleet.journal().since(mark, s -> s.kind() == Sighting.Kind.FAILED).size();
    long healed = System.nanoTime();
    fleet.network().heal(far);
    var whole = fleet.journal().whole(mark, fleet.names(), LIMIT);
    results.add(
        seedless ? Measure.HEALED_SEEDLESS : Measure.HEALED,
        fleet,
        Fleet.seconds(
            healed,
            whole.isEmpty() ? whole : OptionalLong.of(Math.max(healed, whole.getAsLong()))));
    if (split == 0) {
      results.note(fleet.tool() + ": no member noticed the partition; HOLD is too short for row 8");
    }
    if (whole.isEmpty()) {
      fleet.spoil();
    }
  }
}
