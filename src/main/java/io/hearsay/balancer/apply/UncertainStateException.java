package io.hearsay.balancer.apply;

/**
 * HAProxy did not answer as expected, so that it is uncertain what it runs with. A reload makes it
 * certain again.
 */
public final class UncertainStateException extends Exception {
  private static final long serialVersionUID = 1L;

  UncertainStateException(String message) {
    super(message, null, false, false);
  }
}
