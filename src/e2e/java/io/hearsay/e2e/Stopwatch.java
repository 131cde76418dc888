package io.hearsay.e2e;

import java.time.Duration;

/**
 * The time since something began.
 *
 * @param begun in nanoseconds of the system's own count
 */
record Stopwatch(long begun) {
  static Stopwatch start() {
    return new Stopwatch(System.nanoTime());
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
