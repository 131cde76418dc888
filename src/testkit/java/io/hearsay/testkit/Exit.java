package io.hearsay.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a program of ours exits: 0 if all is well, 1 if not, 2 if it cannot run here. */
public final class Exit {
  private Exit() {}

  /**
   * Runs a program and exits this process.
   *
   * @param program returns whether all is well; a {@link Failure} says why it cannot run
   */
  public static void with(Callable<Boolean> program) throws Exception {
    try {
      System.exit(program.call() ? 0 : 1);
    } catch (Failure e) {
      System.err.println("It cannot run: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Runs {@code end} if this process still runs after the limit. */
  public static void after(Duration limit, Runnable end) {
    Thread.ofPlatform()
        .daemon()
        .name("clock")
        .start(
            () -> {
              try {
                if (!new CountDownLatch(1).await(limit.toSeconds(), TimeUnit.SECONDS)) {
                  end.run();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
