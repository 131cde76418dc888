package io.hearsay.membership.wire;

/**
 * Received bytes are malformed. Never leaves this package, and has no stack trace, since bad input
 * is not a bug.
 */
final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}
