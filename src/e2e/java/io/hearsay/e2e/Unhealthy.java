package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.time.Duration;

/** The application answers, but reports that it is unhealthy. */
final class Unhealthy implements Story {
  /** The default of {@code hearsay.check.interval}. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public void play(Stage stage, Results.Section results) throws IOException {
    var shop = stage.shop();
    var web = shop.webs().get(1);
    var health = "http://" + web.address() + ":3000/health?ok=";
    var visitors = Visitors.at(shop.site());
    try (visitors) {
      var watch = Stopwatch.start();
      Site.HTTP.post(health + 0);
      shop.awaitOut(web, LIMIT);
      results.atMost("check fails: out of the rotation", watch.elapsed(), INTERVAL.plusMillis(300));
      Await.until(
          "the member's health was not seen",
          LIMIT,
          () ->
              shop.site().member(web.name()).stream()
                  .anyMatch(m -> m.text("health").equals("failing")));
      visitors.more(300);
      results.equal("check fails: the container runs", web.running(), true);
      results.equal("check fails: the member is", shop.site().status(web.name()), "alive");
      watch = Stopwatch.start();
      Site.HTTP.post(health + 1);
      shop.awaitIn(web, LIMIT);
      results.info("check passes: it answers again", watch);
    }
    visitors.noneFailed("check fails, passes", results);
  }
}
