package io.hearsay.handler;

import io.hearsay.membership.Member;
import io.hearsay.membership.Payload;
import io.hearsay.membership.UserEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An event for which scripts are called. */
sealed interface HandlerEvent {
  /** The event's type as Serf names it, or {@link HandlerSpec#HEALTH}. */
  String type();

  /**
   * An event about members.
   *
   * @param members at least one
   */
  record Members(String type, List<Member> members) implements HandlerEvent {}

  /** A user event. */
  record User(UserEvent event) implements HandlerEvent {
    @Override
    public String type() {
      return "user";
    }
  }

  /**
   * A query.
   *
   * @param reply receives a script's answer; no bytes if there is none
   */
  record Query(UserEvent query, CompletableFuture<Payload> reply) implements HandlerEvent {
    @Override
    public String type() {
      return "query";
    }

    /** No script here will answer. */
    void unanswered() {
      reply.complete(Payload.empty());
    }
  }
}
