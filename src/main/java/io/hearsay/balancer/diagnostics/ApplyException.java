package io.hearsay.balancer.diagnostics;

/**
 * A step of the pipeline failed; what ran before goes on. The message is for an operator: what,
 * why, and how to mend it.
 */
public final class ApplyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  /** With a message that holds no secret and no value of a member. */
  public ApplyException(String message) {
    super(message);
    this.lasting = false;
  }

  /** The same with the cause for the debug log. */
  public ApplyException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private ApplyException(String message, Throwable cause, boolean lasting) {
    super(message, cause);
    this.lasting = lasting;
  }

  /** For what is not to be tried again by itself. */
  public static ApplyException lasting(String message, Throwable cause) {
    return new ApplyException(message, cause, true);
  }

  /**
   * Whether the same is not to be tried again until something about it has changed or somebody asks
   * for it.
   */
  public boolean isLasting() {
    return lasting;
  }
}
