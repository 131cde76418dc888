package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import io.hearsay.testkit.load.Answer;
import io.hearsay.testkit.load.RequestFailed;
import io.hearsay.testkit.load.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** {@code docker stop} of a web container with slow requests under way. */
final class Stop implements Story {
  private static final int SLOW = 12;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Override
  public void play(Stage stage, Results.Section results) {
    var shop = stage.shop();
    var web = shop.webs().getLast();
    var slow = new ArrayList<CompletableFuture<Answer>>();
    for (var i = 0; i < SLOW; i++) {
      slow.add(
          CompletableFuture.supplyAsync(
              () -> slow(shop.site()), Executors.newVirtualThreadPerTaskExecutor()));
    }
    Await.until(
        "no slow request reached " + web.name(),
        LIMIT,
        () -> shop.site().underWay(web.name()) >= SLOW / 3);
    var visitors = Visitors.at(shop.site());
    try (visitors) {
      var watch = Stopwatch.start();
      Docker.run("stop", web.id());
      results.atMost(
          "docker stop: the container has ended", watch.elapsed(), Duration.ofSeconds(10));
      results.equal("docker stop: its exit code", web.exitCode(), 0);
      visitors.more(300);
    }
    results.equal("requests of 3 s under way: answered", count(slow, a -> a.status() == 200), SLOW);
    results.equal(
        "of them by the one that stopped",
        count(slow, a -> a.backend().equals(web.name())),
        SLOW / 3);
    visitors.noneFailed("docker stop, others", results);
  }

  private static Answer slow(Site site) {
    try (var wire = Wire.open(site.address())) {
      return wire.get("/delay?ms=3000", false);
    } catch (RequestFailed e) {
      throw new CompletionException(e);
    }
  }

  private static int count(List<CompletableFuture<Answer>> slow, Predicate<Answer> which) {
    return (int)
        slow.stream().filter(f -> f.handle((a, e) -> e == null && which.test(a)).join()).count();
  }
}
