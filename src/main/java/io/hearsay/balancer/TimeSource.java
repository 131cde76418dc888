package io.hearsay.balancer;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time as the pipeline reads it; a simulation has a virtual one.
 *
 * @param millis of a clock that does not jump, to measure with; only differences mean anything
 * @param wall dates what is shown and the files that are looked at
 */
record TimeSource(LongSupplier millis, Clock wall) {
  /** This machine's time. */
  static TimeSource system() {
    return new TimeSource(
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), Clock.systemUTC());
  }

  /** Milliseconds now. */
  long now() {
    return millis.getAsLong();
  }
}
