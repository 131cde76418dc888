package io.hearsay.e2e;

import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;

/** Five web containers become ten and then two, and no client notices. */
final class Scale implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Override
  public void play(Stage stage, Results.Section results) {
    var shop = stage.shop();
    var visitors = Visitors.at(shop.site());
    try (visitors) {
      var watch = Stopwatch.start();
      shop.scale(10);
      shop.awaitRotation(Shop.names(shop.webs()), LIMIT);
      results.info("--scale web=10: all 10 answer", watch);
      watch = Stopwatch.start();
      shop.scale(2);
      shop.awaitRotation(Shop.names(shop.webs()), LIMIT);
      results.info("--scale web=2: 8 have stopped", watch);
      visitors.more(300);
    }
    visitors.noneFailed("--scale web=10, then =2", results);
  }
}
