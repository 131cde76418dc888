package io.hearsay.membership.swim;

import java.time.Instant;

/**
 * The clocks of one host. The one that the protocol measures with starts anywhere and may be a
 * little fast or slow, but never jumps; what the host calls the time may be wrong by any amount,
 * and jumps.
 */
final class SimClock {
  private final long origin;
  private final double rate;
  private long skew;

  /**
   * Clocks of a host.
   *
   * @param origin what the steady clock shows when virtual time begins, in ms
   * @param rate how much it advances per millisecond of virtual time, about 1
   * @param skew how far the wall clock is ahead, in ms
   */
  SimClock(long origin, double rate, long skew) {
    this.origin = origin;
    this.rate = rate;
    this.skew = skew;
  }

  /** The wall clock is set anew. */
  void jump(long newSkew) {
    skew = newSkew;
  }

  long millis(VirtualTime time) {
    return origin + (long) Math.floor(time.now() * rate);
  }

  Instant wall(VirtualTime time) {
    return time.wallClock().plusMillis(skew);
  }

  /** How much virtual time so many milliseconds of the steady clock are, rounded up. */
  long virtual(long millis) {
    return (long) Math.ceil(millis / rate);
  }
}
