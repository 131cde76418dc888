package io.hearsay.membership.swim;

import java.time.Instant;

/**
 * The clocks of one host. The steady clock, which the protocol measures with, starts anywhere and
 * may be slightly fast or slow, but never jumps; the wall clock may be wrong by any amount, and
 * jumps.
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

  /** Resets the wall clock. */
  void jump(long newSkew) {
    skew = newSkew;
  }

  long millis(VirtualTime time) {
    return origin + (long) Math.floor(time.now() * rate);
  }

  Instant wall(VirtualTime time) {
    return time.wallClock().plusMillis(skew);
  }

  /**
   * The virtual time, rounded up, that the steady clock takes to advance this many milliseconds.
   */
  long virtual(long millis) {
    return (long) Math.ceil(millis / rate);
  }
}
