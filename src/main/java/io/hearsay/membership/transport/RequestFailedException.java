package io.hearsay.membership.transport;

import io.hearsay.membership.crypto.Mismatch;
import java.util.Optional;

/** A question over TCP was not answered. An everyday event, so it has no stack trace. */
public final class RequestFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How the peer or its host reacted. */
  public enum Why {
    /** The host refused the connection. */
    REFUSED,
    /** The host accepted the connection, but no answer came. */
    SILENT,
    /** The host accepted the connection and closed it before sending anything. */
    CLOSED_AT_ONCE,
    /** The peer sent a member's greeting, but closed the connection when it was asked. */
    CLOSED,
    /** The peer cannot be understood, see {@link #mismatch()}. */
    MISMATCHED,
    /** The peer replied that it does not answer such a question, or not to us. */
    UNANSWERED,
    /** Nothing came back from the host. */
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

  /** The peer cannot be understood. */
  static RequestFailedException mismatched(Mismatch mismatch, byte[] began) {
    return new RequestFailedException(Why.MISMATCHED, Optional.of(mismatch), began);
  }

  /** How the peer or its host reacted. */
  public Why why() {
    return why;
  }

  /** Why the peer cannot be understood, if that is the reason. */
  public Optional<Mismatch> mismatch() {
    return mismatch;
  }

  /** The first bytes from the peer, at most 16, if it cannot be understood. */
  public byte[] began() {
    return began.clone();
  }
}
