package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import java.time.Duration;
import java.util.Set;

/** Row 1: a process is killed while its host stays. */
final class Kill implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public Set<Integer> rows() {
    return Set.of(1);
  }

  @Override
  public void run(Fleet fleet, Settings settings, Results results) {
    for (int run = 0; run < settings.runs(); run++) {
      var victim = fleet.victim(run);
      int mark = fleet.journal().mark();
      long killed = System.nanoTime();
      victim.kill();
      var last =
          fleet
              .journal()
              .last(mark, fleet.others(victim), s -> s.is(Kind.FAILED, victim.name()), LIMIT);
      results.add(
          Measure.KILLED,
          fleet,
          last.isPresent() ? Await.seconds(killed, last.getAsLong()) : Results.NEVER);
      fleet.restart(victim);
    }
  }
}
