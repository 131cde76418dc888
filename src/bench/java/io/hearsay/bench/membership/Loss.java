package io.hearsay.bench.membership;

import io.hearsay.bench.membership.Sighting.Kind;
import io.hearsay.testkit.Await;
import java.time.Duration;

/** Row 7: every member loses part of what arrives; each declaration of a failure counts. */
final class Loss implements Scenario {
  private static final Duration RETURN_LIMIT = Duration.ofSeconds(120);
  private static final Duration SETTLE = Duration.ofSeconds(3);

  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    once(fleet, 30, Measure.LOSS_30, settings, results);
    once(fleet, 50, Measure.LOSS_50, settings, results);
  }

  private static void once(
      Fleet fleet, int percent, Measure measure, Settings settings, Samples results) {
    int mark = fleet.journal().mark();
    fleet.network().lose(fleet.hosts(), percent);
    Await.pause(settings.hold());
    int failures = fleet.journal().since(mark, s -> s.kind() == Kind.FAILED).size();
    fleet.network().loseNothing(fleet.hosts());
    results.add(measure, fleet, failures);
    fleet.whole(mark, RETURN_LIMIT);
    Await.pause(SETTLE);
  }
}
