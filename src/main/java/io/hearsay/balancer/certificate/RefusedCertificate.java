package io.hearsay.balancer.certificate;

/** A certificate cannot be used; the message says why, without any part of the key. */
final class RefusedCertificate extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedCertificate(String message) {
    super(message, null, false, false);
  }
}
