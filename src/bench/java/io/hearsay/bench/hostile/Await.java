package io.hearsay.bench.hostile;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what must become true. */
final class Await {
  private Await() {}

  /**
   * Seconds until it holds; an exception counts as not yet.
   *
   * @throws IllegalStateException if it does not within the limit
   */
  static double until(String what, Duration limit, Callable<Boolean> condition)
      throws InterruptedException {
    double took = seconds(limit, condition);
    if (took < 0) {
      throw new IllegalStateException("not so within " + limit.toSeconds() + " s: " + what);
    }
    return took;
  }

  /** Seconds until it holds, or -1 if the limit passes first. */
  static double seconds(Duration limit, Callable<Boolean> condition) throws InterruptedException {
    long begin = System.nanoTime();
    while (true) {
      try {
        if (condition.call()) {
          return since(begin);
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        // Not yet.
      }
      if (System.nanoTime() - begin > limit.toNanos()) {
        return -1;
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Seconds since that time of {@link System#nanoTime()}. */
  static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
