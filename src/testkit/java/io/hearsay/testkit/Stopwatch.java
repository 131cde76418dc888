package io.hearsay.testkit;

import java.time.Duration;

/**
 * Measures the time since a start.
 *
 * @param begun the start, of {@link System#nanoTime()}
 */
public record Stopwatch(long begun) {
  /** Starts now. */
  public static Stopwatch start() {
    return new Stopwatch(System.nanoTime());
  }

  /** The time elapsed so far. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** The same in seconds. */
  public double seconds() {
    return secondsUntil(System.nanoTime());
  }

  /** The seconds from the start until that time of {@link System#nanoTime()}. */
  public double secondsUntil(long nanos) {
    return (nanos - begun) / 1e9;
  }

  /** Whether that much time has passed. */
  public boolean passed(Duration time) {
    return elapsed().compareTo(time) >= 0;
  }
}
