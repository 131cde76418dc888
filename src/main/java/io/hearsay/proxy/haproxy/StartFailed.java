package io.hearsay.proxy.haproxy;

/** A start or a reload that came to nothing; the message is what HAProxy said. */
public final class StartFailed extends Exception {
  private static final long serialVersionUID = 1L;

  StartFailed(String message) {
    super(message);
  }
}
