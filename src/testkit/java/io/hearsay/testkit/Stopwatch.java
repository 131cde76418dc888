package io.hearsay.testkit;

import java.time.Duration;

/**
 * The time since something began.
 *
 * @param begun of {@link System#nanoTime()}
 */
public record Stopwatch(long begun) {
  /** One that begins now. */
  public static Stopwatch start() {
    return new Stopwatch(System.nanoTime());
  }

  /** How long it has taken so far. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** The same in seconds. */
  public double seconds() {
    return secondsUntil(System.nanoTime());
  }

  /** Seconds from the beginning until that time of {@link System#nanoTime()}. */
  public double secondsUntil(long nanos) {
    return (nanos - begun) / 1e9;
  }

  /** Whether that much has passed. */
  public boolean passed(Duration time) {
    return elapsed().compareTo(time) >= 0;
  }
}
