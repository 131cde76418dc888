package io.hearsay.membership.swim;

import java.time.Instant;

/**
 * Time for the protocol: the Vert.x context's in a process, a queue in the simulator. Never the
 * system's directly.
 */
public interface Timers {
  /** Milliseconds on a clock that never jumps. */
  long millis();

  /** What people call the time; may be wrong by years, and jump. */
  Instant wallClock();

  /** Runs the task once, on the protocol's context, after that many milliseconds, at least 1. */
  Timer after(long millis, Runnable task);

  /** A task that has not run yet. */
  interface Timer {
    /** Does not run it; no effect if it already ran. */
    void cancel();
  }
}
