package io.hearsay.e2e;

import io.hearsay.demo.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An application whose children leave a thousand orphans behind, which come to process 1. */
final class Orphans implements Story {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The parent in between ends at once, the child that it leaves a little later. */
  private static final String MANY =
      "i=0; while [ $i -lt 1000 ]; do (sleep 0.05 &); i=$((i+1)); done; sleep 0.5; echo made; "
          + "exec sleep 1000";

  @Override
  public int webs() {
    return 0;
  }

  @Override
  public void play(Stage stage, Results.Section results) {
    results.equal("1000 orphans, process 1 is tini: zombies", zombies(List.of()), 0);
    results.equal(
        "1000 orphans, process 1 is Hearsay: zombies",
        zombies(List.of("--entrypoint", "hearsay")),
        0);
  }

  private static int zombies(List<String> options) {
    var command = new ArrayList<>(options);
    command.addAll(List.of("--network", "none", "-e", "HEARSAY_CHECK=none", "hearsay/web"));
    if (!options.isEmpty()) {
      command.addAll(List.of("agent", "--"));
    }
    command.addAll(List.of("sh", "-c", MANY));
    var container = Docker.start(command.toArray(String[]::new));
    try {
      Await.until("the orphans were not made", LIMIT, () -> container.logs().contains("made"));
      var processes = container.processes();
      if (processes.stream().noneMatch(p -> p.command().contains("sleep 1000"))) {
        return -1; // nothing that was counted would mean anything
      }
      return (int) processes.stream().filter(Container.Process::zombie).count();
    } finally {
      container.remove();
    }
  }
}
