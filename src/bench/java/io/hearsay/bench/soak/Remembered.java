package io.hearsay.bench.soak;

import java.time.Duration;
import java.util.ArrayDeque;

/** How many of the gone a table is still to hold: the failed for ten minutes, the left for one. */
final class Remembered {
  /** The {@code container} profile's times, and what it takes until all know and then forget. */
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

  /** The last one that failed is said to have left. */
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
