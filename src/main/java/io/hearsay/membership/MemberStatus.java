package io.hearsay.membership;

import java.util.Locale;

/**
 * What the cluster believes of a member. The names on the wire of the API are the lower-case ones.
 */
public enum MemberStatus {
  /** Answers probes, or nobody doubts it. */
  ALIVE,
  /** Did not answer; it has until its suspicion runs out to refute. Still counted as present. */
  SUSPECT,
  /** Has announced that it is about to leave. Still counted as present, takes no new work. */
  LEAVING,
  /** Left of its own will. Remembered for a while so that old rumours do not revive it. */
  LEFT,
  /** Its suspicion ran out. Remembered for a while, and still told so that it can refute. */
  FAILED;

  /** True while the member takes part: alive, suspect or leaving. */
  public boolean present() {
    return this == ALIVE || this == SUSPECT || this == LEAVING;
  }

  /** The lower-case name used in the API and on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
