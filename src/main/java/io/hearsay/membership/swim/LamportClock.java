package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Message;

/**
 * A logical clock: what a member sends after it has seen something else gets the higher time (L.
 * Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", 1978). As it never
 * goes back, others must not be able to set it far ahead either: a forged time advances it by at
 * most {@value #MAX_JUMP}, and two million of them reach {@link Message#MAX_TIME}, where it stays.
 */
final class LamportClock {
  /** More than any cluster has sent before a member joins it. */
  static final long MAX_JUMP = 1L << 32;

  private long time;

  /** Advances the clock; returns the time of what is sent now. */
  long next() {
    time = Math.min(Message.MAX_TIME, time + 1);
    return time;
  }

  /** Takes note of a time that another member has reached. */
  void witness(long other) {
    long believed = Math.min(other, time + MAX_JUMP);
    time = Math.max(time, Math.min(Message.MAX_TIME, believed));
  }

  /** The highest time so far; 0 before the first. */
  long time() {
    return time;
  }
}
