package io.hearsay.balancer.haproxy;

/** A start or a reload that came to nothing; the message is what HAProxy said. */
public final class StartFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean unconfirmed;

  /** For a process that did not come up, or ended at once; the message is what it said. */
  public StartFailed(String message) {
    this(message, false);
  }

  private StartFailed(String message, boolean unconfirmed) {
    super(message);
    this.unconfirmed = unconfirmed;
  }

  /** For a process that ran, but was not confirmed to be the one that was wanted. */
  public static StartFailed unconfirmed(String message) {
    return new StartFailed(message, true);
  }

  /**
   * Whether a process came up and could not be confirmed. To try the same again by itself would
   * only do the same harm again, if it did any; one that ended at once did none.
   */
  public boolean isUnconfirmed() {
    return unconfirmed;
  }
}
