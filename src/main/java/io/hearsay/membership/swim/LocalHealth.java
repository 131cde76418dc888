package io.hearsay.membership.swim;

/**
 * How well this member itself is: 0 is well, {@value #WORST} is worst (Lifeguard, section IV-A).
 * Missed answers raise it, answers lower it; the timers that judge others are multiplied by {@link
 * #multiplier()}.
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
