package io.hearsay.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a program of ours ends: 0 if all is as it should be, 1 if not, 2 if it cannot run here. */
public final class Exit {
  private Exit() {}

  /**
   * Runs it to its end and ends this process.
   *
   * @param program true if all is well; a {@link Failure} says why it cannot run
   */
  public static void with(Callable<Boolean> program) throws Exception {
    try {
      System.exit(program.call() ? 0 : 1);
    } catch (Failure e) {
      System.err.println("It cannot run: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Does that if this process still runs then. */
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
