package io.hearsay.bench.membership;

import io.hearsay.testkit.Stopwatch;
import java.time.Duration;

/**
 * Row 12: all members start together, as after a power cut. The table also says how long that
 * takes by itself, for so many processes on so few cores.
 */
final class Together implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public void run(Fleet fleet, Settings settings, Samples results) {
    for (int run = 0; run < settings.runs(); run++) {
      int mark = fleet.journal().mark();
      long begin = System.nanoTime();
      fleet.startAnew();
      var met = fleet.journal().met(mark, fleet.names(), LIMIT);
      results.add(Measure.TOGETHER, fleet, Fleet.seconds(begin, met));
      long up = fleet.nodes().stream().mapToLong(Node::upAt).max().orElseThrow();
      results.add(Measure.TOGETHER_STARTED, fleet, new Stopwatch(begin).secondsUntil(up));
      fleet.converge();
    }
  }
}
