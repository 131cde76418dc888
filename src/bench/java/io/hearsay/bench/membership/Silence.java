package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import java.time.Duration;
import java.util.Set;

/** Row 2: a host says nothing any more: its plug is pulled, or its agent is stopped for long. */
final class Silence implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration RETURN_LIMIT = Duration.ofSeconds(120);
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /** A percentile wants samples; Serf, whose figures are no promise of ours, gets fewer. */
  private static final int MORE = 6;

  @Override
  public Set<Integer> rows() {
    return Set.of(2);
  }

  @Override
  public void run(Fleet fleet, Settings settings, Results results) {
    int runs = settings.runs() * (fleet.tool().equals("Hearsay") ? MORE : 1);
    for (boolean link : new boolean[] {true, false}) {
      for (int run = 0; run < runs; run++) {
        once(fleet, fleet.victim(run), link, results);
      }
    }
  }

  private static void once(Fleet fleet, Node victim, boolean link, Results results) {
    int mark = fleet.journal().mark();
    long silent = System.nanoTime();
    if (link) {
      fleet.network().down(victim.host());
    } else {
      victim.signal("STOP");
    }
    var last =
        fleet
            .journal()
            .last(mark, fleet.others(victim), s -> s.is(Kind.FAILED, victim.name()), LIMIT);
    if (link) {
      fleet.network().up(victim.host());
    } else {
      victim.signal("CONT");
    }
    double took = last.isPresent() ? Await.seconds(silent, last.getAsLong()) : Results.NEVER;
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
