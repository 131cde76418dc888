package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import java.time.Duration;
import java.util.List;

/** Hearsay as the container's program: exit codes and signals. */
final class Pid1 implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Exits with 0 on SIGTERM and reports the other signals. */
  private static final String LISTENER =
      "trap 'echo heard-HUP' HUP; trap 'echo heard-USR1' USR1; trap 'echo heard-TERM; exit 0' TERM;"
          + " echo ready; i=0; while [ $i -lt 6000 ]; do sleep 0.01; i=$((i+1)); done";

  @Override
  public void play(Stage stage, Results.Section results) {
    results.equal("app ends with 7: the container's code", code(stage, "exit 7"), 7);
    results.equal("app kills itself: the container's code", code(stage, "kill -9 $$"), 137);
    signals(results, Supervised.start(stage, LISTENER));
  }

  private static int code(Stage stage, String script) {
    var container = Supervised.start(stage, script);
    Await.until("the container did not end", LIMIT, () -> !container.running());
    return container.exitCode();
  }

  private static void signals(Results.Section results, Container container) {
    says(container, "ready");
    for (var signal : List.of("HUP", "USR1")) {
      Docker.run("kill", "--signal", signal, container.id());
      says(container, "heard-" + signal);
    }
    var watch = Stopwatch.start();
    Docker.run("stop", container.id());
    results.equal("as process 1: SIGTERM reaches the app", heard(container, "TERM"), true);
    results.equal("as process 1: code after docker stop", container.exitCode(), 0);
    results.atMost("as process 1: docker stop", watch.elapsed(), Duration.ofSeconds(8));
  }

  private static boolean heard(Container container, String signal) {
    return container.logs().contains("heard-" + signal);
  }

  private static void says(Container container, String text) {
    Await.until("the app did not say " + text, LIMIT, () -> container.logs().contains(text));
  }
}
