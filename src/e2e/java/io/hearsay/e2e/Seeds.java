package io.hearsay.e2e;

import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;

/** Every container is a seed for every other, and all of them end and start again together. */
final class Seeds implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @Override
  public void play(Stage stage, Results.Section results) {
    var shop = stage.shop();
    var webs = Shop.names(shop.webs());
    shop.project().compose("kill");
    var watch = Stopwatch.start();
    shop.project().compose("start");
    shop.awaitRotation(webs, LIMIT);
    results.atMost(
        "all seeds killed and started: all 3 answer", watch.elapsed(), Duration.ofSeconds(15));
  }
}
