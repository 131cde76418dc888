package io.hearsay.membership;

import java.util.Locale;

/** What the cluster believes about a member. The API uses the names in lower case. */
public enum MemberStatus {
  /** Answers probes, or has not been suspected. */
  ALIVE,
  /** Did not answer, and can refute that until the suspicion times out. Still present. */
  SUSPECT,
  /** Has announced that it is about to leave. Still present, but takes no new requests. */
  LEAVING,
  /** Has left voluntarily. Remembered for a while so that outdated gossip does not revive it. */
  LEFT,
  /** Its suspicion timed out. Remembered for a while, and still gossiped so that it can refute. */
  FAILED;

  /** Whether the member is present: alive, suspect or leaving. */
  public boolean present() {
    return this == ALIVE || this == SUSPECT || this == LEAVING;
  }

  /** The lower-case name used in the API and on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
