package io.hearsay.supervise;

import java.time.Duration;

/**
 * How long to wait before the next start: half a second, then twice as long each time up to half a
 * minute; half a second again after a run of at least ten seconds. So a program that fails at once
 * costs little, and one that crashed after a day of work is back soon.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofMillis(500);
  static final Duration LONGEST = Duration.ofSeconds(30);
  static final Duration STEADY = Duration.ofSeconds(10);

  private Duration next = FIRST;

  /** The pause after a run of that length. */
  Duration after(Duration ran) {
    if (ran.compareTo(STEADY) >= 0) {
      next = FIRST;
    }
    var pause = next;
    var doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return pause;
  }
}
