package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Csv;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Tally;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Row 8: a server is dead but listed, and HAProxy knows it; then HAProxy is replaced. It is an
 * additional server whose agent does not check it, since it would otherwise be removed from the
 * list.
 */
final class DeadServer implements Row {
  private static final int VICTIM = 5;
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Duration AFTER = Duration.ofSeconds(4);
  private static final Http HTTP = new Http(Duration.ofSeconds(2));

  @Override
  public void measure(Stage stage, Settings settings, Results.Section results) {
    var victim = stage.startWeb(Host.web(VICTIM), "--check", "none");
    stage.awaitRotation();
    victim.web().kill();
    var each = new ArrayList<Tally>();
    int forgotten = 0;
    for (int run = 0; run < settings.runs(); run++) {
      Await.until("HAProxy did not take it for dead", LIMIT, () -> down(victim));
      long reloads = stage.balancer().pipeline().reloads();
      try (var load = stage.load()) {
        Await.pause(Duration.ofSeconds(1));
        stage.balancer().reload();
        stage.awaitPipeline("it did not reload", p -> p.inStep() && p.reloads() > reloads, LIMIT);
        if (!down(victim)) {
          forgotten++;
        }
        Await.pause(AFTER);
        each.add(load.stop());
        results.say(each.getLast().summary());
      }
    }
    results.exactly(
        each.size() + " reloads while a server is down: failed",
        each.stream().mapToInt(Tally::failed).sum(),
        0,
        "132 (one reload, no state)");
    results.info("  slower than 500 ms", each.stream().mapToInt(Tally::slow).sum());
    results.exactly("  reloads after which it counts as up again", forgotten, 0, "all");
    victim.sidecar().terminate();
    stage.forget(victim);
    stage.awaitRotation();
  }

  /** Whether HAProxy considers the server down: the field "status" of its statistics. */
  private static boolean down(Stage.Node node) {
    try {
      var rows = new Csv(HTTP.get("http://127.0.0.1:1936/;csv").body()).rows();
      return rows.stream()
          .filter(row -> node.host().name().equals(row.get("svname")))
          .anyMatch(row -> row.get("status").startsWith("DOWN"));
    } catch (IOException e) {
      return false;
    }
  }
}
