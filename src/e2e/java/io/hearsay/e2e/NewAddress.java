package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.time.Duration;

/** A web container loses its network and gets it back with another address. */
final class NewAddress implements Story {
  private static final Duration CUT = Duration.ofSeconds(30);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Override
  public void play(Stage stage, Results.Section results) throws IOException {
    var shop = stage.shop();
    var web = shop.webs().get(1);
    var network = web.network();
    var before = web.address();
    var visitors = Visitors.at(shop.site());
    var cut = Stopwatch.start();
    try (visitors) {
      Docker.run("network", "disconnect", network, web.id());
      shop.awaitOut(web, LIMIT);
      results.info("network disconnect: out of the rotation", cut);
      Await.until(
          "a web without network did not fail",
          LIMIT,
          () -> shop.site().status(web.name()).equals("failed"));
      results.info("network disconnect: known as failed", cut);
      visitors.more(100);
    }
    visitors.told("network disconnect", results);
    awaitEnd(cut);

    // The next container may be given its old address.
    Docker.start("--network", network, "--entrypoint", "sleep", "hearsay/web", "60");
    var back = Stopwatch.start();
    Docker.run("network", "connect", "--alias", "web", network, web.id());
    var after = web.address();
    Await.until(
        "the web did not return with " + after,
        LIMIT,
        () ->
            shop.site().member(web.name()).stream()
                .anyMatch(m -> m.status().equals("alive") && m.address().equals(after)));
    shop.awaitIn(web, LIMIT);
    results.atMost(
        "network connect: it answers at its new address", back.elapsed(), Duration.ofSeconds(5));
    results.equal("network connect: the address is another", !after.equals(before), true);
  }

  private static void awaitEnd(Stopwatch cut) {
    Await.until("time does not pass", CUT.multipliedBy(2), () -> cut.elapsed().compareTo(CUT) >= 0);
  }
}
