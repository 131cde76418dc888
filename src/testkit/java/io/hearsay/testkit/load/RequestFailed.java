package io.hearsay.testkit.load;

/** A request that got no whole answer, with the kind of failure it is counted as. */
public final class RequestFailed extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong, as a client could tell. */
  public enum Kind {
    /** Nobody listens. */
    REFUSED,
    /** The connection was reset while it was being made. */
    CONNECT_RESET,
    /** The connection was reset after the request was sent. */
    RESET,
    /** The connection was closed before the first byte of an answer. */
    EOF,
    /**
     * The same on a connection that had been used before: the server closed it, as it may, just
     * when the client used it again. Every HTTP library sends such a request again on a new
     * connection.
     */
    IDLE_CLOSE,
    /** The answer ended in the middle, or is not HTTP. */
    BROKEN,
    /** No answer in time. */
    TIMEOUT,
    /** An answer with a status of 500 or more. */
    STATUS,
    /** An answer that no node signed. */
    UNSIGNED
  }

  private final Kind kind;

  RequestFailed(Kind kind, Throwable cause) {
    super(kind.name(), cause, false, false);
    this.kind = kind;
  }

  /** What it is counted as. */
  public Kind kind() {
    return kind;
  }
}
