package io.hearsay.membership.swim;

/**
 * A token bucket of rounds of gossip that are sooner than they need to be. A datagram costs a busy
 * machine about the same whatever it carries, so news that comes without a pause must share some.
 */
final class RoundBudget {
  private final long most;
  private final long each;
  private long saved;
  private long countedAt;

  /**
   * A full budget.
   *
   * @param rounds how many can be saved
   * @param millisEach the time after which there is one more
   * @param now on the protocol's monotonic clock, in milliseconds
   */
  RoundBudget(int rounds, long millisEach, long now) {
    this.most = rounds * millisEach;
    this.each = millisEach;
    this.saved = most;
    this.countedAt = now;
  }

  /**
   * Takes one, if any is left.
   *
   * @param now on the same clock
   */
  boolean take(long now) {
    if (isSpent(now)) {
      return false;
    }
    saved -= each;
    return true;
  }

  /** Whether none is left at that time. */
  boolean isSpent(long now) {
    saved = Math.min(most, saved + now - countedAt);
    countedAt = now;
    return saved < each;
  }
}
