package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import java.util.function.Consumer;

/**
 * What the protocol tells its owner; called on the protocol's context, after the turn in which it
 * happened.
 */
public interface SwimListener {
  /**
   * The table changed. Several changes of one turn are told once, and those of a burst a few times;
   * see {@link Publisher}.
   */
  void changed(Changes changes);

  /** A newer boot of the local name takes part and was asked: the local one has to go. */
  void superseded(MemberRecord by);

  /** A turn ended with an exception, which is a fault of ours; the protocol goes on. */
  void failed(RuntimeException failure);

  /** A member does not let the local one in; it goes on trying. */
  void refused(String reason);

  /**
   * How the local member is taken by the others has changed.
   *
   * @param reason why it has no good place among them, for an operator; empty: it has
   */
  default void troubled(String reason) {}

  /**
   * A user's event, of another member or of this one; told once.
   *
   * @param from name of the member, empty if it is not known here
   * @param event its time is that of the Lamport clock of events, 1 or more
   */
  void event(String from, Message.Event event);

  /**
   * Another member's query.
   *
   * @param from name of the member, empty if it is not known here
   * @param query its time is that of the Lamport clock of queries, 1 or more
   * @param answer takes the one answer, no bytes being none; may be called later, on the protocol's
   *     context
   */
  void query(String from, Message.Query query, Consumer<Bytes> answer);
}
