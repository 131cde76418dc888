package io.hearsay.bench.membership;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, and lets time pass where time is what is measured. */
final class Await {
  private static final Duration POLL = Duration.ofMillis(2);

  private Await() {}

  /**
   * Polls until the condition holds.
   *
   * @param what completes the sentence "… within 5 s" in the failure's message
   */
  static void until(String what, Duration limit, BooleanSupplier condition) {
    until(what, limit, POLL, condition);
  }

  /** The same with a pause that suits an expensive condition. */
  static void until(String what, Duration limit, Duration pause, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new Failure("not so: " + what + " within " + limit.toSeconds() + " s");
      }
      pause(pause);
    }
  }

  /** Lets time pass. */
  static void pause(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new Failure("interrupted");
      }
    }
  }

  /** Seconds from then until that time. */
  static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
