package io.hearsay.agent;

import io.hearsay.balancer.observe.Drift;
import io.hearsay.finding.Finding;
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
          "finding",
          "finding-over");

  /** Its name in the stream of events, one of {@link #TYPES}. */
  String type();

  /**
   * Something about a member.
   *
   * @param type member-join, member-leave, member-failed, member-update or member-reap, as Serf
   *     names them
   * @param scripts the types that scripts are called with; none: they are not called
   */
  record MemberEvent(String type, Member member, List<String> scripts) implements AgentEvent {
    /** One that scripts hear of as everybody else does. */
    public MemberEvent(String type, Member member) {
      this(type, member, List.of(type));
    }
  }

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

  /**
   * A finding has come or gone.
   *
   * @param type finding or finding-over
   */
  record FindingEvent(String type, Finding finding) implements AgentEvent {}

  /** A user told all members something. */
  record User(UserEvent event) implements AgentEvent {
    @Override
    public String type() {
      return "user";
    }
  }
}
