package io.hearsay.e2e;

import io.hearsay.demo.Await;
import io.hearsay.demo.load.Answer;
import io.hearsay.demo.load.Failure;
import io.hearsay.demo.load.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** {@code docker stop} of a web with slow requests under way. */
final class Stop implements Story {
  private static final int SLOW = 12;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Override
  public int webs() {
    return 3;
  }

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
    results.equal("requests of 3 s under way: answered", answered(slow), SLOW);
    results.equal("of them by the one that stopped", by(slow, web), SLOW / 3);
    results.noneFailed("docker stop, others", visitors);
  }

  private static Answer slow(Site site) {
    try (var wire = Wire.open(site.address())) {
      return wire.get("/delay?ms=3000", false);
    } catch (Failure e) {
      throw new CompletionException(e);
    }
  }

  private static int answered(List<CompletableFuture<Answer>> slow) {
    return (int)
        slow.stream()
            .filter(f -> f.handle((answer, e) -> e == null && answer.status() == 200).join())
            .count();
  }

  private static int by(List<CompletableFuture<Answer>> slow, Container web) {
    return (int)
        slow.stream()
            .filter(f -> f.handle((a, e) -> e == null && a.backend().equals(web.name())).join())
            .count();
  }
}
