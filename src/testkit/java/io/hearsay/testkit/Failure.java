package io.hearsay.testkit;

/** Something that had to happen did not, or cannot; the message tells a human what. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed and why. */
  public Failure(String message) {
    super(message);
  }

  /** The same with its cause. */
  public Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /** The thread was interrupted while waiting; it stays interrupted. */
  public static Failure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new Failure("interrupted", e);
  }
}
