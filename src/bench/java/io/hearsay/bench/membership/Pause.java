package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import io.hearsay.testkit.Await;
import java.time.Duration;

/** Row 6: a process is stopped for a while and continues; no member may be declared failed. */
final class Pause implements Scenario {
  /** Suspicions that began in the pause may end after it. */
  private static final Duration WATCH = Duration.ofSeconds(10);

  private static final Duration RETURN_LIMIT = Duration.ofSeconds(120);

  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    for (int run = 0; run < settings.runs(); run++) {
      once(fleet, run, 2, Measure.PAUSED_2, results);
      once(fleet, run, 5, Measure.PAUSED_5, results);
    }
  }

  private static void once(Fleet fleet, int run, int seconds, Measure measure, Samples results) {
    var victim = fleet.victim(run);
    int mark = fleet.journal().mark();
    victim.signal("STOP");
    Await.pause(Duration.ofSeconds(seconds));
    victim.signal("CONT");
    Await.pause(WATCH);
    var failed = fleet.journal().since(mark, s -> s.kind() == Kind.FAILED);
    results.add(measure, fleet, failed.size());
    if (!failed.isEmpty()) {
      long own = failed.stream().filter(s -> s.observer().equals(victim.name())).count();
      results.note(
          "%s: after SIGSTOP of %d s the others declared %d failed, the stopped one %d"
              .formatted(fleet.tool(), seconds, failed.size() - own, own));
    }
    fleet.whole(mark, RETURN_LIMIT);
  }
}
