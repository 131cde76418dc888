package io.hearsay.membership.swim;

import java.time.Instant;

/**
 * The protocol's clock and timers: those of a Vert.x context, or a queue in the simulator. The
 * protocol never uses the system's directly.
 */
public interface Timers {
  /** Milliseconds on a monotonic clock. */
  long millis();

  /** Wall-clock time; may be wrong by years, and jump. */
  Instant wallClock();

  /** Runs the task once, on the protocol's context, after this many milliseconds, at least 1. */
  Timer after(long millis, Runnable task);

  /** A scheduled task. */
  interface Timer {
    /** Cancels it; has no effect if it has already run. */
    void cancel();
  }
}
