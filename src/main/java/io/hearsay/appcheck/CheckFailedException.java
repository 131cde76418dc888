package io.hearsay.appcheck;

/** A check has failed; the message says why. */
final class CheckFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CheckFailedException(String message) {
    super(message, null, false, false);
  }
}
