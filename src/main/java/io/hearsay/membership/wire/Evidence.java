package io.hearsay.membership.wire;

/**
 * Why a member is suspected: what the operating system of its host had to say decides how long it
 * may take to refute.
 */
public enum Evidence {
  /**
   * Its host refuses the connection, or closed a tripwire and answers nothing since: the process is
   * gone. Shortest time.
   */
  GONE,
  /** Nothing at all comes back from its host: link down, host lost, or heavy loss. */
  UNREACHABLE,
  /**
   * Its host accepts connections but the process says nothing: paused, swapping, or overloaded.
   * Longest time.
   */
  SILENT;

  private static final Evidence[] VALUES = values();

  static Evidence ofCode(int code) {
    return code >= 0 && code < VALUES.length ? VALUES[code] : null;
  }
}
