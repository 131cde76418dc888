package io.hearsay.balancer.diagnostics;

import java.util.Locale;

/** What kept an apply from being done: few enough to be a label of a metric. */
public enum FailureKind {
  /** The template cannot be read or rendered, or HAProxy refuses what it renders to. */
  TEMPLATE,
  /** The configuration file is not one that Hearsay wrote. */
  FOREIGN_CONFIG,
  /** Somebody else listens on an address that HAProxy is to listen on. */
  ADDRESS_TAKEN,
  /** HAProxy has ended. */
  DIED,
  /** Anything else: the disk, HAProxy's program, its start. */
  OTHER;

  /** In the API, events and metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
