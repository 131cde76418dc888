package io.hearsay.handler;

import io.hearsay.membership.Member;
import io.hearsay.membership.Payload;
import io.hearsay.membership.UserEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something that scripts are called for. */
sealed interface HandlerEvent {
  /** The event's type as Serf names it, or {@link HandlerSpec#HEALTH}. */
  String type();

  /**
   * Something about members.
   *
   * @param members at least one
   */
  record Members(String type, List<Member> members) implements HandlerEvent {}

  /** A user's event. */
  record User(UserEvent event) implements HandlerEvent {
    @Override
    public String type() {
      return "user";
    }
  }

  /**
   * A query.
   *
   * @param reply takes what a script answers; no bytes: none does
   */
  record Query(UserEvent query, CompletableFuture<Payload> reply) implements HandlerEvent {
    @Override
    public String type() {
      return "query";
    }

    /** Nobody here answers, or nobody any more. */
    void unanswered() {
      reply.complete(Payload.empty());
    }
  }
}
