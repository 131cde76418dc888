package io.hearsay.testkit;

/** Something that had to happen did not, or cannot; the message says what, for whoever reads it. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what, and why. */
  public Failure(String message) {
    super(message);
  }

  /** The same, with what it came from. */
  public Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /** The thread was told to stop waiting; it stays interrupted. */
  static Failure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new Failure("interrupted", e);
  }
}
