package io.hearsay.bench.hostile;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A process in another network namespace that requests pages, one after another, until each has
 * answered, and prints for each: milliseconds since 1970, a tab, the page, a tab, the answer's
 * body.
 */
public final class Probe {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Http HTTP = new Http(Duration.ofSeconds(20));

  private Probe() {}

  /**
   * Requests the pages.
   *
   * @param pages their addresses
   */
  public static void main(String[] pages) {
    ask(pages[0]); // the client's own first call takes a fraction of a second
    System.out.println("begins");
    var watch = Stopwatch.start();
    for (var page : pages) {
      var body = ask(page);
      while (body.isEmpty() && !watch.passed(LIMIT)) {
        Await.pause(Duration.ofMillis(5));
        body = ask(page);
      }
      var text = body.orElse("null").replace('\n', ' ');
      System.out.println(System.currentTimeMillis() + "\t" + page + "\t" + text);
    }
  }

  private static Optional<String> ask(String page) {
    try {
      return Optional.of(HTTP.body("GET", page, ""));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
