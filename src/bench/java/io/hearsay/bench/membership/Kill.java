package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import java.time.Duration;

/** Row 1: a process is killed while its host stays. */
final class Kill implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    for (int run = 0; run < settings.runs(); run++) {
      var victim = fleet.victim(run);
      int mark = fleet.journal().mark();
      long killed = System.nanoTime();
      victim.kill();
      results.add(
          Measure.KILLED,
          fleet,
          fleet.seen(mark, killed, victim, s -> s.is(Kind.FAILED, victim.name()), LIMIT));
      fleet.restart(victim);
    }
  }
}
