package io.hearsay.cluster.wire;

/**
 * Bytes that are not what they should be. Never leaves this package; carries no stack trace, since
 * bad input is no bug.
 */
final class Malformed extends Exception {
  private static final long serialVersionUID = 1L;

  Malformed(String message) {
    super(message, null, false, false);
  }
}
