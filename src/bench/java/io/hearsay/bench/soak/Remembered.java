package io.hearsay.bench.soak;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * How many gone members a table must still hold: failed ones for ten minutes, left ones for one.
 */
final class Remembered {
  /** The times of the {@code container} profile, plus the time until all know and then forget. */
  private static final long FAILED_NANOS = Duration.ofSeconds(600 + 15).toNanos();

  private static final long LEFT_NANOS = Duration.ofSeconds(60 + 15).toNanos();

  private final ArrayDeque<Long> forgottenAt = new ArrayDeque<>();
  private final ArrayDeque<Long> leftForgottenAt = new ArrayDeque<>();

  void failed() {
    forgottenAt.add(System.nanoTime() + FAILED_NANOS);
  }

  void left() {
    leftForgottenAt.add(System.nanoTime() + LEFT_NANOS);
  }

  /** The last one that failed was forced to leave. */
  void saidToHaveLeft() {
    forgottenAt.removeLast();
    left();
  }

  int count() {
    long now = System.nanoTime();
    forgottenAt.removeIf(at -> at - now < 0);
    leftForgottenAt.removeIf(at -> at - now < 0);
    return forgottenAt.size() + leftForgottenAt.size();
  }
}
