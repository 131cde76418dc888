package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Bytes;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import java.util.function.Consumer;

/**
 * The protocol's notifications to its owner; called on the protocol's context, after the turn in
 * which something happened.
 */
public interface SwimListener {
  /**
   * The table has changed. Called once for several changes in one turn, and a few times for a
   * burst; see {@link Publisher}.
   */
  void changed(Changes changes);

  /** A newer boot of the local name is present and has answered: the local one has to end. */
  void superseded(MemberRecord by);

  /** A turn has ended with an exception, which is a bug; the protocol continues. */
  void failed(RuntimeException failure);

  /** A member refuses to let the local one join; it keeps trying. */
  void refused(String reason);

  /** The local member refuses to let another one join, since its name is taken. */
  default void turnedAway() {}

  /** A member has exchanged its state with the local one, and so has let it join. */
  default void accepted() {}

  /**
   * The local member's standing with the others has changed.
   *
   * @param reason why it is not properly part of the cluster, for an operator; empty if it is
   */
  default void troubled(String reason) {}

  /**
   * A user event, from another member or from this one; called once for each.
   *
   * @param from name of the member, empty if it is not known here
   * @param event has a time on the Lamport clock of events, 1 or more
   */
  void event(String from, Message.Event event);

  /**
   * Another member's query.
   *
   * @param from name of the member, empty if it is not known here
   * @param query has a time on the Lamport clock of queries, 1 or more
   * @param answer takes the only answer, without bytes if there is none; may be called later, on
   *     the protocol's context
   */
  void query(String from, Message.Query query, Consumer<Bytes> answer);
}
