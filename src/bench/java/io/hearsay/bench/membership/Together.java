package io.hearsay.bench.membership;

import java.time.Duration;
import java.util.Set;

/**
 * Row 12: all members are started at once, as after a power cut. How long that takes by itself, for
 * so many processes on so few processors, is told beside it.
 */
final class Together implements Scenario {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Override
  public Set<Integer> rows() {
    return Set.of(12);
  }

  @Override
  public void run(Fleet fleet, Settings settings, Results results) {
    for (int run = 0; run < settings.runs(); run++) {
      int mark = fleet.journal().mark();
      long begin = System.nanoTime();
      fleet.startAnew();
      var met = fleet.journal().met(mark, fleet.names(), LIMIT);
      results.add(
          Measure.TOGETHER,
          fleet,
          met.isPresent() ? Await.seconds(begin, met.getAsLong()) : Results.NEVER);
      long up = fleet.nodes().stream().mapToLong(Node::upAt).max().orElseThrow();
      results.add(Measure.TOGETHER_STARTED, fleet, Await.seconds(begin, up));
      fleet.converge();
    }
  }
}
