package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import io.hearsay.testkit.Await;
import java.time.Duration;

/** Row 2: a host falls silent: its link goes down, or its agent is stopped for long. */
final class Silence implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration RETURN_LIMIT = Duration.ofSeconds(120);
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /** A percentile needs samples; Serf, whose figures we do not promise, gets fewer. */
  private static final int MORE = 6;

  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    int runs = settings.runs() * (fleet.tool().equals("Hearsay") ? MORE : 1);
    for (boolean link : new boolean[] {true, false}) {
      for (int run = 0; run < runs; run++) {
        once(fleet, fleet.victim(run), link, results);
      }
    }
  }

  private static void once(Fleet fleet, Node victim, boolean link, Samples results) {
    int mark = fleet.journal().mark();
    long silent = System.nanoTime();
    if (link) {
      fleet.network().down(victim.host());
    } else {
      victim.signal("STOP");
    }
    double took = fleet.seen(mark, silent, victim, s -> s.is(Kind.FAILED, victim.name()), LIMIT);
    if (link) {
      fleet.network().up(victim.host());
    } else {
      victim.signal("CONT");
    }
    if (link) {
      results.add(Measure.SILENT_HALF, fleet, took);
      results.add(Measure.SILENT_MOST, fleet, took);
    } else {
      results.add(Measure.STOPPED_HALF, fleet, took);
      results.add(Measure.STOPPED_MOST, fleet, took);
    }
    fleet.whole(mark, RETURN_LIMIT);
    Await.pause(SETTLE);
  }
}
