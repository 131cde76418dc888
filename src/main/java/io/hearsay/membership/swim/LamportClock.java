package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Message;

/**
 * Numbers what is told, so that who tells something after it has heard of another has the higher
 * number (L. Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", 1978). It
 * never goes back, so nobody may put it far ahead either: a lie moves it by {@value #MAX_JUMP} at
 * most, and two million of them to {@link Message#MAX_TIME}, where it stays.
 */
final class LamportClock {
  /** More than any cluster has told before a member joins it. */
  static final long MAX_JUMP = 1L << 32;

  private long time;

  /** The number of what is told now. */
  long next() {
    time = Math.min(Message.MAX_TIME, time + 1);
    return time;
  }

  /** Another member was here already. */
  void witness(long other) {
    long believed = Math.min(other, time + MAX_JUMP);
    time = Math.max(time, Math.min(Message.MAX_TIME, believed));
  }

  /** The highest number so far, 0 before the first. */
  long time() {
    return time;
  }
}
