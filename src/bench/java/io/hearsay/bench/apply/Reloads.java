package io.hearsay.bench.apply;

import io.hearsay.testkit.Agent.Pipeline;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;

/** Row 2: changes that only a new process can follow. */
final class Reloads implements Row {
  private static final Duration MINUTE = Duration.ofSeconds(60);

  @Override
  public void measure(Stage stage, Settings settings, Results.Section results) {
    stage.makeSpareAService();
    var before = stage.balancer().pipeline();
    try (var load = stage.load()) {
      Schedule.run(settings.changes(), settings.gapMillis(), i -> change(stage, i));
      stage.awaitPipeline("not all was applied", Pipeline::inStep, Schedule.LIMIT);
      var outcome = load.stop();
      long reloads = stage.balancer().pipeline().reloads() - before.reloads();
      results.exactly(
          settings.changes() + " structural changes: failed requests",
          outcome.failed(),
          0,
          "8-27 (fd transfer), 4640 (stop-start)");
      results.info("  of requests", outcome.requests());
      results.atLeast("  reloads done", reloads, settings.changes());
      results.info("  longest answer, ms", Math.rint(1000 * outcome.longest()));
      results.say(outcome.summary());
    }
    var watch = Stopwatch.start();
    Await.holds(MINUTE, () -> stage.haproxies().count() == 1);
    results.atMost(
        "  old processes 60 s later", stage.haproxies().count() - 1, 1, "50 with websockets");
    results.info("  seconds until none was left", watch.seconds());
    stage.makeServiceASpare();
  }

  /** A service with a route of its own comes and goes, with a requested reload in between. */
  private static void change(Stage stage, int i) {
    switch (i % 4) {
      case 0 -> stage.node(4).agent().set("role", "backend");
      case 2 -> stage.node(4).agent().set("role", "spare");
      default -> stage.balancer().reload();
    }
  }
}
