package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import io.hearsay.testkit.load.Wire;
import java.time.Duration;
import java.util.Arrays;

/**
 * Row 11: a new container whose application already listens. Measures from the start of its
 * sidecar to the application's first answer through HAProxy.
 */
final class Newcomer implements Row {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int FIRST = 11;
  private static final int TIMES = 10;
  private static final double TARGET = 0.3;

  @Override
  public void measure(Stage stage, Settings settings, Results.Section results) {
    var times = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      times[i] = once(stage, Host.web(FIRST + i));
    }
    Arrays.sort(times);
    results.atMost(
        "new sidecar's start to its app's first answer, s",
        (times[(TIMES - 1) / 2] + times[TIMES / 2]) / 2,
        TARGET,
        "Serf, s6: 1.14");
    results.info("  shortest", times[0]);
    results.info("  longest", times[TIMES - 1]);
  }

  private static double once(Stage stage, Host host) {
    var server = stage.startServer(host, Host.APP_PORT);
    Stage.awaitServer(host, Host.APP_PORT);
    var watch = Stopwatch.start();
    var node = stage.startAgent(host, server);
    // HAProxy uses all servers in turn.
    Await.until(
        host.name() + " did not answer through HAProxy",
        LIMIT,
        () -> Wire.answerer(stage.site()).equals(host.name()));
    double took = watch.seconds();
    stage.forget(node);
    node.sidecar().terminate();
    node.sidecar().ends(LIMIT);
    server.kill();
    stage.awaitRotation();
    return took;
  }
}
