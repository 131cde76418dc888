package io.hearsay.balancer.haproxy;

/** A start or a reload has failed; the message is what HAProxy reported. */
public final class StartFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean unconfirmed;

  /**
   * Creates an exception for a process that did not come up or ended immediately; the message is
   * what it reported.
   */
  public StartFailed(String message) {
    this(message, false);
  }

  private StartFailed(String message, boolean unconfirmed) {
    super(message);
    this.unconfirmed = unconfirmed;
  }

  /** Creates an exception for a process that ran but was not confirmed to be the wanted one. */
  public static StartFailed unconfirmed(String message) {
    return new StartFailed(message, true);
  }

  /**
   * Whether a process came up but could not be confirmed. Retrying it automatically would repeat
   * any harm that it did; a process that ended immediately did none.
   */
  public boolean isUnconfirmed() {
    return unconfirmed;
  }
}
