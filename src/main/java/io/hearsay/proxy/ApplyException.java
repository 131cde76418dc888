package io.hearsay.proxy;

/**
 * A step of the pipeline failed; what ran before goes on. The message is for an operator: what,
 * why, and how to mend it.
 */
public final class ApplyException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message that holds no secret and no value of a member. */
  public ApplyException(String message) {
    super(message);
  }

  /** The same with the cause for the debug log. */
  public ApplyException(String message, Throwable cause) {
    super(message, cause);
  }
}
