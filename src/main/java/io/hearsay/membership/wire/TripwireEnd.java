package io.hearsay.membership.wire;

/** How a tripwire that this side had opened, or tried to open, ended. */
public enum TripwireEnd {
  /** It was open and broke, or the peer's host refused it: evidence about the peer. */
  BROKEN,
  /** It could not be opened in time, for which there may be any reason. */
  UNOPENED,
  /** The peer closed it on purpose: it is ending, or it believed that we were gone. */
  FAREWELL
}
