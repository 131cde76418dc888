package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import java.time.Duration;
import java.util.function.IntConsumer;

/** Repeats something at fixed times. */
final class Schedule {
  static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  private Schedule() {}

  /** Runs it after a while of load alone, with another such while at the end. */
  static void run(int times, int gapMillis, IntConsumer what) {
    long next = System.nanoTime() + WARM_UP.toNanos();
    for (int i = 0; i < times; i++) {
      Await.at(next);
      what.accept(i);
      next += Duration.ofMillis(gapMillis).toNanos();
    }
    Await.at(next);
  }
}
