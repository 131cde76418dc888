package io.hearsay.testkit.load;

/** A request without a complete answer, and the kind of failure that it counts as. */
public final class RequestFailed extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as far as a client can tell. */
  public enum Kind {
    /** Nothing listens. */
    REFUSED,
    /** The connection was reset while it was being established. */
    CONNECT_RESET,
    /** The connection was reset after the request was sent. */
    RESET,
    /** The connection was closed before the first byte of an answer. */
    EOF,
    /**
     * The same on a connection that had been used before: the server closed it, as it may, just
     * when the client used it again. Every HTTP library retries such a request on a new
     * connection.
     */
    IDLE_CLOSE,
    /** The answer was truncated, or is not HTTP. */
    BROKEN,
    /** There was no answer in time. */
    TIMEOUT,
    /** The answer's status is 500 or more. */
    STATUS,
    /** The answer does not name its node. */
    UNSIGNED
  }

  private final Kind kind;

  RequestFailed(Kind kind, Throwable cause) {
    super(kind.name(), cause, false, false);
    this.kind = kind;
  }

  /** The kind that it counts as. */
  public Kind kind() {
    return kind;
  }
}
