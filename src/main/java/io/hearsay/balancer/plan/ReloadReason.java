package io.hearsay.balancer.plan;

import java.util.Locale;

/** Why HAProxy was reloaded: few enough to be a label of a metric. */
public enum ReloadReason {
  /** There was no HAProxy. */
  START,
  /** It had ended, and was started again with what it had. */
  DIED,
  /** Somebody asked for it. */
  ASKED,
  /**
   * Taken over from an earlier sidecar, or from whoever reloaded it by hand: what it runs with is
   * not certain.
   */
  UNCERTAIN,
  /** A backend came or went. */
  BACKENDS,
  /** Other lines than server lines differ. */
  LINES,
  /** A server's options differ. */
  SERVER_OPTIONS,
  /**
   * Servers differ in what cannot be changed at run time, for the version, the algorithm or a
   * keyword.
   */
  NOT_DYNAMIC,
  /** Server lines that the planner does not understand. */
  NOT_UNDERSTOOD,
  /** HAProxy answered to a change at run time as was not expected. */
  DOUBT,
  /** A certificate cannot be changed at run time. */
  CERTIFICATES,
  /** Too many removed servers still have connections. */
  LEFTOVERS;

  /** As it appears in metrics and in the API. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
