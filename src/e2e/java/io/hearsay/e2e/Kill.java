package io.hearsay.e2e;

import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;

/** {@code docker kill} of a web container, and its return. */
final class Kill implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public void play(Stage stage, Results.Section results) {
    var shop = stage.shop();
    var web = shop.webs().getFirst();
    var visitors = Visitors.at(shop.site());
    try (visitors) {
      var watch = Stopwatch.start();
      Docker.run("kill", web.id());
      shop.awaitOut(web, LIMIT);
      results.atMost("docker kill: out of the rotation", watch.elapsed(), Duration.ofMillis(500));
      visitors.more(300);
      watch = Stopwatch.start();
      Docker.run("start", web.id());
      shop.awaitIn(web, LIMIT);
      results.info("docker start: answers again", watch);
    }
    visitors.noneFailed("docker kill, docker start", results);
  }
}
