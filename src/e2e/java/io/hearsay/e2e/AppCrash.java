package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;

/** A supervised application dies, under both restart policies. */
final class AppCrash implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration TARGET = Duration.ofMillis(200);

  /** 128 plus the number of SIGKILL. */
  private static final int KILLED = 137;

  @Override
  public void play(Stage stage, Results.Section results) {
    var shop = stage.shop();
    var network = shop.webs().getFirst().network();
    var ends = web(network, "no");
    var restarts = web(network, "on-failure");
    shop.awaitIn(ends, LIMIT);
    shop.awaitIn(restarts, LIMIT);
    var visitors = Visitors.at(shop.site());
    try (visitors) {
      results.atMost("app killed, restart=no: out of the rotation", crash(shop, ends), TARGET);
      Await.until("its container did not end", LIMIT, () -> !ends.running());
      results.equal("app killed, restart=no: the container's code", ends.exitCode(), KILLED);
      visitors.more(100);
      results.atMost(
          "app killed, restart=on-failure: out of the rotation", crash(shop, restarts), TARGET);
      var watch = Stopwatch.start();
      shop.awaitIn(restarts, LIMIT);
      results.info("app killed, restart=on-failure: answers again", watch);
      results.equal("app killed, restart=on-failure: container runs", restarts.running(), true);
      visitors.more(100);
    }
    visitors.noneFailed("app killed, twice", results);
  }

  private static Container web(String network, String restart) {
    return Docker.start(
        "--network",
        network,
        "-e",
        "HEARSAY_JOIN=balancer,web",
        "-e",
        "HEARSAY_SUPERVISE_RESTART=" + restart,
        "hearsay/web");
  }

  private static Duration crash(Shop shop, Container web) {
    var app = web.process("/shop.jar");
    var watch = Stopwatch.start();
    app.kill();
    shop.awaitOut(web, LIMIT);
    return watch.elapsed();
  }
}
