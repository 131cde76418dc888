package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Network;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Tally;
import java.time.Duration;
import java.util.ArrayList;

/** Row 6: the link of one of three backends goes down. */
final class Silence implements Row {
  private static final Duration CALM = Duration.ofSeconds(1);

  /** Longer than the limit of the load: an unanswered request is a failed one. */
  private static final Duration EVENT = Duration.ofSeconds(7);

  private static final Duration RETURN_LIMIT = Duration.ofSeconds(60);

  private final Network network;

  Silence(Network network) {
    this.network = network;
  }

  @Override
  public void measure(Stage stage, Settings settings, Results.Section results) {
    var each = new ArrayList<Tally>();
    for (int run = 0; run < settings.runs(); run++) {
      var victim = stage.node(3).host();
      try (var load = stage.load()) {
        Await.pause(CALM);
        network.down(victim);
        Await.pause(EVENT);
        each.add(load.stop());
        results.say(each.getLast().summary());
      } finally {
        network.up(victim);
      }
      stage.awaitPipeline(
          "not all came back",
          p -> p.inStep() && p.servers().equals(stage.announced()),
          RETURN_LIMIT);
    }
    results.atMost(
        "link down, worst of " + each.size() + ": failed or slow",
        each.stream().mapToInt(o -> o.failed() + o.slow()).max().orElse(0),
        40,
        "357");
    results.atMost(
        "  over so many seconds, worst",
        each.stream().mapToDouble(Tally::span).max().orElse(0),
        4,
        "16.8");
    results.info("  failed, all together", each.stream().mapToInt(Tally::failed).sum());
  }
}
