package io.hearsay.membership.transport;

/** Why a question over TCP got no answer. Expected in daily life, so it carries no stack trace. */
public final class RequestFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the peer's host had to say. */
  public enum Why {
    /** It refuses the connection. */
    REFUSED,
    /** It accepts the connection, but no answer came. */
    SILENT,
    /** The peer says that it answers no such question, or not to us. */
    UNANSWERED,
    /** Nothing came back. */
    UNREACHABLE
  }

  private final Why why;

  RequestFailedException(Why why) {
    super(why.name(), null, false, false);
    this.why = why;
  }

  /** What the peer's host had to say. */
  public Why why() {
    return why;
  }
}
