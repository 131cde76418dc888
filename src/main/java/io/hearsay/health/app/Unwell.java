package io.hearsay.health.app;

/** A check that did not pass; the message says why. */
final class Unwell extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unwell(String message) {
    super(message, null, false, false);
  }
}
