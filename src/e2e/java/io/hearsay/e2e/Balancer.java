package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** The balancer's container is recreated, killed and restarted, and started last. */
final class Balancer implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration TARGET = Duration.ofSeconds(3);

  @Override
  public void play(Stage stage, Results.Section results) throws IOException {
    var shop = stage.shop();
    var webs = Shop.names(shop.webs());

    shop.project().compose("up", "-d", "--no-deps", "--force-recreate", "balancer");
    results.atMost(
        "recreated: serves all webs after its HAProxy is up", serves(shop, webs), TARGET);

    var balancer = shop.balancer();
    Docker.run("kill", balancer.id());
    var watch = Stopwatch.start();
    Docker.run("start", balancer.id());
    results.atMost(
        "killed and started: serves all webs after its HAProxy is up", serves(shop, webs), TARGET);
    results.info("killed and started: all of it", watch);

    shop.project().compose("rm", "-f", "-s", "balancer");
    Await.until("webs without a balancer stay", LIMIT, () -> shop.webs().size() == webs.size());
    shop.project().compose("up", "-d", "--no-deps", "balancer");
    results.atMost(
        "starts last: serves all webs after its HAProxy is up", serves(shop, webs), TARGET);
  }

  /** The time from HAProxy's first answer of any kind until each web member has answered. */
  private static Duration serves(Shop shop, Set<String> webs) {
    Await.until(
        "HAProxy did not come up",
        LIMIT,
        () -> Site.HTTP.get("http://127.0.0.1:" + shop.site().shop() + "/").statusCode() > 0);
    var watch = Stopwatch.start();
    shop.awaitAnswers(webs, LIMIT);
    return watch.elapsed();
  }
}
