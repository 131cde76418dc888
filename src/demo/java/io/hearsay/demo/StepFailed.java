package io.hearsay.demo;

/** Something that had to happen did not, or something happened that must not. */
public final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what, for the one who reads the log
   */
  public StepFailed(String message) {
    super(message);
  }
}
