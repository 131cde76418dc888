package io.hearsay.handler;

import io.hearsay.membership.Member;
import io.hearsay.membership.UserEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something that scripts are called for. */
sealed interface HandlerEvent {
  /** The event's type as Serf names it. */
  String type();

  /**
   * Something about members.
   *
   * @param members at least one
   */
  record Members(String type, List<Member> members) implements HandlerEvent {}

  /**
   * A user's event.
   *
   * @param time numbers the events and queries that this agent heard, from 1
   */
  record User(UserEvent event, long time) implements HandlerEvent {
    @Override
    public String type() {
      return "user";
    }
  }

  /**
   * A query.
   *
   * @param reply takes what the script prints
   */
  record Query(UserEvent query, long time, CompletableFuture<String> reply)
      implements HandlerEvent {
    @Override
    public String type() {
      return "query";
    }
  }
}
