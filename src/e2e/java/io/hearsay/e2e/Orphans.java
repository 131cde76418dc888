package io.hearsay.e2e;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import java.time.Duration;

/** An application whose children leave a thousand orphans, which process 1 inherits. */
final class Orphans implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The intermediate parent ends immediately, the child that it leaves a little later. */
  private static final String MANY =
      "i=0; while [ $i -lt 1000 ]; do (sleep 0.05 &); i=$((i+1)); done; echo made; sleep 1000";

  @Override
  public void play(Stage stage, Results.Section results) {
    results.equal("1000 orphans: zombies", zombies(Supervised.start(stage, MANY)), 0);
  }

  private static int zombies(Container container) {
    Await.until("the orphans were not made", LIMIT, () -> container.logs().contains("made"));
    Await.until("the orphans did not end", LIMIT, () -> count(container, "sleep 0.05") == 0);
    if (count(container, "sleep 1000") == 0) {
      return -1; // the process that made them is gone, so a count would mean nothing
    }
    return (int) container.processes().stream().filter(Container.Process::zombie).count();
  }

  private static long count(Container container, String command) {
    return container.processes().stream().filter(p -> p.command().equals(command)).count();
  }
}
