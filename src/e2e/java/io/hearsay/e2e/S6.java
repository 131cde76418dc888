package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;

/** Application and agent as two services of s6, which is process 1. */
final class S6 implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Override
  public void play(Stage stage, Results.Section results) {
    var shop = stage.shop();
    var network = shop.webs().getFirst().network();
    var web =
        Docker.start("--network", network, "-e", "HEARSAY_JOIN=balancer,web", "hearsay/e2e-s6");
    var start = Stopwatch.start();
    shop.awaitIn(web, LIMIT);
    results.info("s6: a web joins and answers", start);
    var visitors = Visitors.at(shop.site());
    try (visitors) {
      var agent = web.process(" agent ");
      var watch = Stopwatch.start();
      agent.kill();
      Await.until(
          "s6 did not start the agent again",
          LIMIT,
          () ->
              web.processes().stream()
                  .anyMatch(p -> p.command().contains(" agent ") && p.pid() != agent.pid()));
      // It is out for about a second, which polling the rotation may miss.
      shop.awaitIn(web, LIMIT);
      results.info("s6: the killed agent is back", watch);
      watch = Stopwatch.start();
      Docker.run("stop", web.id());
      results.atMost("s6: docker stop", watch.elapsed(), Duration.ofSeconds(10));
      visitors.more(200);
    }
    visitors.noneFailed("s6: agent killed, docker stop", results);
  }
}
