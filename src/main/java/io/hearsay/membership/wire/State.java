package io.hearsay.membership.wire;

/**
 * A claim about a member. The order matters: of two claims about the same boot and incarnation the
 * later constant wins, except that {@link #ALIVE} and {@link #LEAVING} are both the member's own
 * word and need a new incarnation to change.
 */
public enum State {
  /** Takes part. */
  ALIVE,
  /** Somebody could not reach it. */
  SUSPECT,
  /** Its suspicion ran out. */
  FAILED,
  /** Left of its own will, or was declared left by an operator. */
  LEFT;

  private static final State[] VALUES = values();

  /** The state with this wire code, or null. */
  static State ofCode(int code) {
    return code >= 0 && code < VALUES.length ? VALUES[code] : null;
  }

  /** True while the member takes part. */
  public boolean present() {
    return compareTo(FAILED) < 0;
  }
}
