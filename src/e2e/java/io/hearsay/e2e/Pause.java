package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code docker pause}: a short one is forgiven, a long one is not, and the container returns from
 * both.
 */
final class Pause implements Story {
  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public void play(Stage stage, Results.Section results) throws IOException {
    var shop = stage.shop();
    var web = shop.webs().getFirst();
    var visitors = Visitors.at(shop.site());
    try (visitors) {
      Docker.run("pause", web.id());
      var seen = statuses(shop.site(), web, SHORT);
      Docker.run("unpause", web.id());
      shop.awaitIn(web, LIMIT);
      seen.addAll(statuses(shop.site(), web, Duration.ofSeconds(1)));
      seen.remove("suspect"); // it is being asked
      results.equal("docker pause 3 s: it stays", seen, Set.of("alive"));

      var watch = Stopwatch.start();
      Docker.run("pause", web.id());
      Await.until(
          "a paused web did not leave",
          LONG,
          () -> shop.site().status(web.name()).equals("failed"));
      results.info("docker pause 30 s: known as failed", watch);
      var rest = LONG.minus(watch.elapsed());
      seen = statuses(shop.site(), web, rest);
      results.equal("docker pause 30 s: it leaves", seen, Set.of("failed"));
      watch = Stopwatch.start();
      Docker.run("unpause", web.id());
      Await.until(
          "an unpaused web did not return",
          LIMIT,
          () ->
              shop.site().status(web.name()).equals("alive")
                  && shop.site().rotation().contains(web.name()));
      shop.awaitIn(web, LIMIT);
      results.atMost("docker unpause: it answers again", watch.elapsed(), Duration.ofSeconds(2));
      visitors.more(300);
    }
    visitors.told("docker pause", results);
  }

  /** The statuses that a member has during that time. */
  private static Set<String> statuses(Site site, Container web, Duration time) {
    var seen = new TreeSet<String>();
    var watch = Stopwatch.start();
    Await.until(
        "time does not pass",
        time.multipliedBy(2),
        () -> {
          seen.add(site.status(web.name()));
          return watch.elapsed().compareTo(time) >= 0;
        });
    return seen;
  }
}
