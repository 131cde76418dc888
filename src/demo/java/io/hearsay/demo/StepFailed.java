package io.hearsay.demo;

/** Something that had to happen did not, or something happened that must not. */
final class StepFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StepFailed(String message) {
    super(message);
  }
}
