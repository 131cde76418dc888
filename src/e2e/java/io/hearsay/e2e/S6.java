package io.hearsay.e2e;

import io.hearsay.demo.Await;
import java.time.Duration;

/** Application and agent as two services of s6, which is process 1. */
final class S6 implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Override
  public int webs() {
    return 2;
  }

  @Override
  public void play(Stage stage, Results.Section results) {
    var shop = stage.shop();
    var network = shop.webs().getFirst().network();
    var web =
        Docker.start("--network", network, "-e", "HEARSAY_JOIN=balancer,web", "hearsay/e2e-s6");
    var start = Stopwatch.start();
    shop.awaitIn(web, LIMIT);
    results.tell("s6: a web joins and answers", start.elapsed().toMillis() + " ms");
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
      shop.awaitOut(web, LIMIT);
      shop.awaitIn(web, LIMIT);
      results.tell("s6: the killed agent is back", watch.elapsed().toMillis() + " ms");
      watch = Stopwatch.start();
      Docker.run("stop", web.id());
      results.atMost("s6: docker stop", watch.elapsed(), Duration.ofSeconds(10));
      visitors.more(200);
    }
    results.noneFailed("s6: agent killed, docker stop", visitors);
  }
}
