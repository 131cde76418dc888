package io.hearsay.membership.wire;

/**
 * Bytes that are not what they should be. Never leaves this package; carries no stack trace, since
 * bad input is no bug.
 */
final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}
