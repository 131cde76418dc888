package io.hearsay.bench.apply;

/** The benchmark itself did not work out; the message says where and why. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With where and why. */
  public Failure(String message) {
    super(message);
  }

  /** The same, with what it came from. */
  public Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
