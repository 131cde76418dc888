package io.hearsay.balancer.diagnostics;

/**
 * A step of the pipeline failed; what ran before goes on. The message is for an operator: what,
 * why, and how to mend it.
 */
public final class ApplyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;
  private final FailureKind kind;

  /** With a message that holds no secret and no value of a member. */
  public ApplyException(String message) {
    this(message, null);
  }

  /** The same with the cause for the debug log. */
  public ApplyException(String message, Throwable cause) {
    this(message, cause, false, FailureKind.OTHER);
  }

  private ApplyException(String message, Throwable cause, boolean lasting, FailureKind kind) {
    super(message, cause);
    this.lasting = lasting;
    this.kind = kind;
  }

  /** One of a kind that has a name of its own. */
  public static ApplyException of(FailureKind kind, String message) {
    return of(kind, message, null);
  }

  /** The same with the cause, {@code null} if there is none. */
  public static ApplyException of(FailureKind kind, String message, Throwable cause) {
    return new ApplyException(message, cause, false, kind);
  }

  /** For what is not to be tried again by itself. */
  public static ApplyException lasting(String message, Throwable cause) {
    return new ApplyException(message, cause, true, FailureKind.OTHER);
  }

  /** What was in the way. */
  public FailureKind kind() {
    return kind;
  }

  /**
   * Whether the same is not to be tried again until something about it has changed or somebody asks
   * for it.
   */
  public boolean isLasting() {
    return lasting;
  }
}
