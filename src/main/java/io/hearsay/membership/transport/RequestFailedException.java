package io.hearsay.membership.transport;

import io.hearsay.membership.crypto.Mismatch;
import java.util.Optional;

/** Why a question over TCP got no answer. Expected in daily life, so it carries no stack trace. */
public final class RequestFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the peer's host had to say. */
  public enum Why {
    /** It refuses the connection. */
    REFUSED,
    /** It accepts the connection, but no answer came. */
    SILENT,
    /** It accepted the connection, and closed it before it said anything. */
    CLOSED_AT_ONCE,
    /** It greeted as a member does, and closed the connection when it was asked. */
    CLOSED,
    /** It speaks another language, see {@link #mismatch()}. */
    MISMATCHED,
    /** The peer says that it answers no such question, or not to us. */
    UNANSWERED,
    /** Nothing came back. */
    UNREACHABLE
  }

  private final Why why;
  private final transient Optional<Mismatch> mismatch;
  private final transient byte[] began;

  RequestFailedException(Why why) {
    this(why, Optional.empty(), new byte[0]);
  }

  private RequestFailedException(Why why, Optional<Mismatch> mismatch, byte[] began) {
    super(why.name(), null, false, false);
    this.why = why;
    this.mismatch = mismatch;
    this.began = began;
  }

  /** What the peer said means nothing here. */
  static RequestFailedException mismatched(Mismatch mismatch, byte[] began) {
    return new RequestFailedException(Why.MISMATCHED, Optional.of(mismatch), began);
  }

  /** What the peer's host had to say. */
  public Why why() {
    return why;
  }

  /** In which way it speaks another language, if it does. */
  public Optional<Mismatch> mismatch() {
    return mismatch;
  }

  /** How the peer began, at most 16 bytes, if it speaks another language. */
  public byte[] began() {
    return began.clone();
  }
}
