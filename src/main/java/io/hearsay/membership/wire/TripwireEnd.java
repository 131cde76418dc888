package io.hearsay.membership.wire;

/** How a tripwire that this side had opened, or tried to, came to its end. */
public enum TripwireEnd {
  /** It had stood and broke, or the peer's host refused it: that tells of the peer. */
  BROKEN,
  /** None came to be in time, which may be anybody's fault. */
  UNOPENED,
  /** The peer took leave of it: it ends, or it had taken us for gone. */
  FAREWELL
}
