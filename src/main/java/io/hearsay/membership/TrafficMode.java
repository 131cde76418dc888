package io.hearsay.membership;

import java.util.Locale;

/** Whether a member wants traffic: set by its operator, or by the member itself before it stops. */
public enum TrafficMode {
  /** Takes traffic. */
  READY,
  /** Takes no new traffic; requests under way may finish. */
  DRAIN,
  /** Out of service until further notice. */
  MAINTENANCE;

  /** The lower-case name used in the API. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
