package io.hearsay.membership.swim;

/**
 * The local member's own health: 0 is healthy, {@value #WORST} is worst (Lifeguard, section IV-A).
 * Missed answers raise the score, answers lower it; timers that judge others are multiplied by
 * {@link #multiplier()}.
 */
final class LocalHealth {
  static final int WORST = 8;

  private int score;

  /** Adds to the score, within its bounds. */
  void add(int delta) {
    score = Math.clamp(score + delta, 0, WORST);
  }

  int score() {
    return score;
  }

  int multiplier() {
    return score + 1;
  }
}
