package io.hearsay.membership.wire;

/**
 * A claimed state of a member. The order matters: of two claims about the same boot and
 * incarnation, the one whose constant comes later wins.
 */
public enum State {
  /** Is present. */
  ALIVE,
  /** Another member could not reach it. */
  SUSPECT,
  /** Its suspicion timed out. */
  FAILED,
  /** Left voluntarily, or was marked as left by an operator. */
  LEFT;

  private static final State[] VALUES = values();

  /** The state with this code on the wire, or null. */
  static State ofCode(int code) {
    return code >= 0 && code < VALUES.length ? VALUES[code] : null;
  }

  /** Whether the member is present. */
  public boolean present() {
    return compareTo(FAILED) < 0;
  }
}
