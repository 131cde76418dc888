package io.hearsay.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions, never for time. */
public final class Await {
  /** Fine enough for the tenths of seconds that are reported, coarse enough to cost nothing. */
  private static final Duration POLL = Duration.ofMillis(10);

  private Await() {}

  /** A condition; a call that fails means "not yet". */
  public interface Condition {
    /** Whether it holds now. */
    boolean holds() throws IOException;
  }

  /**
   * Polls until the condition holds.
   *
   * @param what completes the sentence "… within 5 s" in the failure's message
   * @throws StepFailed if the limit passes first
   */
  public static void until(String what, Duration limit, Condition condition) {
    var deadline = System.nanoTime() + limit.toNanos();
    String last = null;
    while (true) {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (IOException e) {
        last = e.toString();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new StepFailed(
            what + " within " + limit.toSeconds() + " s" + (last == null ? "" : " (" + last + ")"));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
