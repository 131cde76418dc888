package io.hearsay.membership.swim;

/**
 * How many rounds of gossip may be fast only to introduce new members: a token bucket. A few that
 * join are introduced as quickly as possible. While more keep coming, fast rounds would introduce
 * one each, and a datagram costs a busy machine about the same whatever it carries: of a hundred
 * members that started together on two cores, each spent more time on datagrams than on starting.
 */
final class FastRounds {
  private static final long MILLIS_EACH = 1000;

  private static final long MOST_MILLIS = 8 * MILLIS_EACH;

  private long saved = MOST_MILLIS;
  private long countedAt;

  /**
   * A full budget.
   *
   * @param now on the protocol's monotonic clock, in milliseconds
   */
  FastRounds(long now) {
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
    saved -= MILLIS_EACH;
    return true;
  }

  /** Whether none is left at that time. */
  boolean isSpent(long now) {
    saved = Math.min(MOST_MILLIS, saved + now - countedAt);
    countedAt = now;
    return saved < MILLIS_EACH;
  }
}
