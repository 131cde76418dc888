package io.hearsay.agent;

import io.hearsay.balancer.observe.Drift;
import io.hearsay.membership.Member;
import io.hearsay.membership.UserEvent;
import java.util.List;

/**
 * Something that happened, for those who watch; what matters is always in the newest state as well.
 */
public sealed interface AgentEvent {
  /** All types that there are. */
  List<String> TYPES =
      List.of(
          "member-join",
          "member-leave",
          "member-failed",
          "member-update",
          "member-reap",
          "user",
          "proxy-applied",
          "proxy-failed",
          "proxy-died",
          "proxy-restarted",
          "proxy-drift",
          "proxy-corrected",
          "problem",
          "problem-over");

  /** Its name in the stream of events, one of {@link #TYPES}. */
  String type();

  /**
   * Something about a member.
   *
   * @param type member-join, member-leave, member-failed, member-update or member-reap, as Serf
   *     names them
   */
  record MemberEvent(String type, Member member) implements AgentEvent {}

  /** The balancer has done something, or something has happened to its HAProxy. */
  record ProxyEvent(io.hearsay.balancer.ProxyEvent event) implements AgentEvent {
    @Override
    public String type() {
      return event.type();
    }
  }

  /** HAProxy has something else than it was given; see {@link Drift}. */
  record DriftEvent(Drift drift) implements AgentEvent {
    @Override
    public String type() {
      return "proxy-drift";
    }
  }

  /** A user told all members something. */
  record User(UserEvent event) implements AgentEvent {
    @Override
    public String type() {
      return "user";
    }
  }
}
