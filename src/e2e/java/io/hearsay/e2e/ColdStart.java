package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** From nothing but images to a balanced answer from each of five web containers. */
final class ColdStart implements Story {
  private static final int WEBS = 5;

  @Override
  public void play(Stage stage, Results.Section results) {
    var shop = stage.shop();
    shop.project().down();
    var watch = Stopwatch.start();
    var up = CompletableFuture.runAsync(() -> shop.scale(WEBS));
    var seen = new TreeSet<String>();
    Await.until(
        "not all of " + WEBS + " webs have answered",
        Duration.ofSeconds(60),
        () -> {
          seen.add(shop.site().answer());
          return seen.size() == WEBS;
        });
    results.atMost(
        "up --wait --scale web=5: each of 5 has answered", watch.elapsed(), Duration.ofSeconds(10));
    up.join();
    results.info("up --wait --scale web=5: it returns", watch);
  }
}
