package io.hearsay.balancer.plan;

import java.util.Locale;

/** Why HAProxy was reloaded; few enough values for a metric label. */
public enum ReloadReason {
  /** There was no HAProxy. */
  START,
  /** It had ended and was restarted with its last configuration. */
  DIED,
  /** A reload was requested. */
  ASKED,
  /**
   * It was adopted from an earlier sidecar, or reloaded by somebody else: what it runs with is
   * uncertain.
   */
  UNCERTAIN,
  /** A backend was added or removed. */
  BACKENDS,
  /** Lines other than server lines differ. */
  LINES,
  /** A server's options differ. */
  SERVER_OPTIONS,
  /**
   * Servers differ in a way that cannot be changed at run time, because of the version, the
   * algorithm or a keyword.
   */
  NOT_DYNAMIC,
  /** There are server lines that the planner does not understand. */
  NOT_UNDERSTOOD,
  /** HAProxy gave an unexpected answer to a change at run time. */
  DOUBT,
  /** A certificate cannot be changed at run time. */
  CERTIFICATES,
  /** Too many removed servers still have connections. */
  LEFTOVERS;

  /** Its name in metrics and in the API. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
