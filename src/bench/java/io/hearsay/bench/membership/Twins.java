package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import io.hearsay.testkit.Await;
import java.time.Duration;
import java.util.List;

/** Row 10: two of three members are killed together, and the third has no helper to ask. */
final class Twins implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The survivor doubted its own health; it needs some successful probes to trust itself again. */
  private static final Duration RECOVER = Duration.ofSeconds(10);

  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    for (int run = 0; run < settings.runs(); run++) {
      var victims = List.of(fleet.node(-1), fleet.node(-2));
      var survivors = fleet.others(victims.get(0), victims.get(1));
      int mark = fleet.journal().mark();
      long killed = System.nanoTime();
      victims.forEach(Node::kill);
      double both = 0;
      for (var victim : victims) {
        var last =
            fleet.journal().last(mark, survivors, s -> s.is(Kind.FAILED, victim.name()), LIMIT);
        both = Math.max(both, Fleet.seconds(killed, last));
      }
      results.add(Measure.SECOND, fleet, both);
      fleet.restartAll(victims);
      Await.pause(RECOVER);
    }
  }
}
