package io.hearsay.balancer.diagnostics;

/**
 * A step of the pipeline has failed; what ran before continues. The message is for an operator:
 * what, why, and how to fix it.
 */
public final class ApplyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;
  private final FailureKind kind;

  /** Creates an exception with a message, which must not contain secrets or values of members. */
  public ApplyException(String message) {
    this(message, null);
  }

  /** The same with the cause, for the debug log. */
  public ApplyException(String message, Throwable cause) {
    this(message, cause, false, FailureKind.OTHER);
  }

  private ApplyException(String message, Throwable cause, boolean lasting, FailureKind kind) {
    super(message, cause);
    this.lasting = lasting;
    this.kind = kind;
  }

  /** Creates one of a particular kind. */
  public static ApplyException of(FailureKind kind, String message) {
    return of(kind, message, null);
  }

  /** The same with the cause, which may be {@code null}. */
  public static ApplyException of(FailureKind kind, String message, Throwable cause) {
    return new ApplyException(message, cause, false, kind);
  }

  /** Creates one for something that must not be retried automatically. */
  public static ApplyException lasting(String message, Throwable cause) {
    return new ApplyException(message, cause, true, FailureKind.OTHER);
  }

  /** The kind of the failure. */
  public FailureKind kind() {
    return kind;
  }

  /** Whether not to retry until something has changed or somebody asks for it. */
  public boolean isLasting() {
    return lasting;
  }
}
