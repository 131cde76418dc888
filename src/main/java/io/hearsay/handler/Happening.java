package io.hearsay.handler;

import io.hearsay.cluster.Member;
import io.hearsay.cluster.UserEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Something that scripts are called for. */
sealed interface Happening {
  /** The event's type as Serf names it. */
  String type();

  /**
   * Something about members.
   *
   * @param members at least one
   */
  record Members(String type, List<Member> members) implements Happening {}

  /**
   * A user's event.
   *
   * @param time numbers the events and queries that this agent heard, from 1
   */
  record User(UserEvent event, long time) implements Happening {
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
  record Query(UserEvent query, long time, CompletableFuture<String> reply) implements Happening {
    @Override
    public String type() {
      return "query";
    }
  }
}
