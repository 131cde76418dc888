package io.hearsay.bench.apply;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, and lets time pass where the schedule says so. */
public final class Await {
  private static final Duration POLL = Duration.ofMillis(10);

  private Await() {}

  /**
   * Polls until the condition holds.
   *
   * @param what completes the sentence "not so within 5 s: …"
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    if (!holds(limit, condition)) {
      throw new Failure("not so within " + limit.toSeconds() + " s: " + what);
    }
  }

  /** Polls until the condition holds. False if the limit passes first. */
  public static boolean holds(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause(POLL);
    }
    return true;
  }

  /** Lets time pass. */
  public static void pause(Duration time) {
    at(System.nanoTime() + time.toNanos());
  }

  /** Waits for that time of {@link System#nanoTime()}. */
  public static void at(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new Failure("interrupted");
      }
    }
  }

  /** Seconds since that time. */
  public static double seconds(long from) {
    return (System.nanoTime() - from) / 1e9;
  }
}
