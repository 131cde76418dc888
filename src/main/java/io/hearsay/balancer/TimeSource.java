package io.hearsay.balancer;

import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The pipeline's clocks, which a simulation can replace.
 *
 * @param millis a monotonic clock in milliseconds; only differences are meaningful
 * @param wall the wall clock, for times that are shown and compared with those of files
 */
record TimeSource(LongSupplier millis, Clock wall) {
  /** The clocks of the system. */
  static TimeSource system() {
    return new TimeSource(
        () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), Clock.systemUTC());
  }

  /** The time of the monotonic clock in milliseconds. */
  long now() {
    return millis.getAsLong();
  }
}
