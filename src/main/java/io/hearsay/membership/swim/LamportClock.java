package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Message;

/**
 * Numbers what is told, so that who tells something after it has heard of another has the higher
 * number (L. Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", 1978). It
 * never goes back; at {@link Message#MAX_TIME}, where only a forged message gets it, it stays.
 */
final class LamportClock {
  private long time;

  /** The number of what is told now. */
  long next() {
    time = Math.min(Message.MAX_TIME, time + 1);
    return time;
  }

  /** Another member was here already. */
  void witness(long other) {
    time = Math.max(time, Math.min(Message.MAX_TIME, other));
  }

  /** The highest number so far, 0 before the first. */
  long time() {
    return time;
  }
}
