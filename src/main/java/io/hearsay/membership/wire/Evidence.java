package io.hearsay.membership.wire;

/**
 * Why a member is suspected. How its host responded decides how much time the member has to refute.
 */
public enum Evidence {
  /**
   * Its host refuses connections, or closed a tripwire and has not answered since: the process is
   * gone. Shortest time.
   */
  GONE,
  /** Nothing at all comes back from its host: link down, host down, or heavy packet loss. */
  UNREACHABLE,
  /**
   * Its host accepts connections but the process does not respond: paused, swapping, or overloaded.
   * Longest time.
   */
  SILENT;

  private static final Evidence[] VALUES = values();

  static Evidence ofCode(int code) {
    return code >= 0 && code < VALUES.length ? VALUES[code] : null;
  }
}
