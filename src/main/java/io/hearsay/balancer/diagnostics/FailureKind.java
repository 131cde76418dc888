package io.hearsay.balancer.diagnostics;

import java.util.Locale;

/** Why an apply failed; few enough values for a metric label. */
public enum FailureKind {
  /** The template cannot be read or rendered, or HAProxy refuses the result. */
  TEMPLATE,
  /** The configuration file is not one that Hearsay wrote. */
  FOREIGN_CONFIG,
  /** Another process listens on one of HAProxy's addresses. */
  ADDRESS_TAKEN,
  /** HAProxy has ended. */
  DIED,
  /** Anything else, such as the disk, HAProxy's program or its start. */
  OTHER;

  /** Its name in the API, events and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
