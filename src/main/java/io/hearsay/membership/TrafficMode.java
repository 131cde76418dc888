package io.hearsay.membership;

import java.util.Locale;

/**
 * What the operator of a member, or the member itself when it is about to stop, wants of its load.
 */
public enum TrafficMode {
  /** Takes traffic. */
  READY,
  /** Takes no new traffic; what is under way may finish. */
  DRAIN,
  /** Out of service until further notice. */
  MAINTENANCE;

  /** The lower-case name used in the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
