package io.hearsay.agent;

import io.hearsay.balancer.observe.Drift;
import io.hearsay.finding.Finding;
import io.hearsay.membership.Member;
import io.hearsay.membership.UserEvent;
import java.util.List;
import java.util.Optional;

/** Something that happened, for observers; everything that matters is also in the current state. */
public sealed interface AgentEvent {
  /** All types of events. */
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
   * @param before the member before an update; empty with other types
   * @param scripts the types with which scripts are called; if empty, they are not called
   */
  record MemberEvent(String type, Member member, Optional<Member> before, List<String> scripts)
      implements AgentEvent {
    /** An event for which scripts are called with the same type. */
    public MemberEvent(String type, Member member) {
      this(type, member, Optional.empty(), List.of(type));
    }

    /** An update, for which scripts are called with the given types. */
    static MemberEvent update(Member before, Member now, List<String> scripts) {
      return new MemberEvent("member-update", now, Optional.of(before), scripts);
    }
  }

  /** Something the balancer has done, or that has happened to its HAProxy. */
  record ProxyEvent(io.hearsay.balancer.ProxyEvent event) implements AgentEvent {
    @Override
    public String type() {
      return event.type();
    }
  }

  /** HAProxy's state differs from its configuration; see {@link Drift}. */
  record DriftEvent(Drift drift) implements AgentEvent {
    @Override
    public String type() {
      return "proxy-drift";
    }
  }

  /**
   * A finding has appeared or is over.
   *
   * @param type finding or finding-over
   */
  record FindingEvent(String type, Finding finding) implements AgentEvent {}

  /** A user event. */
  record User(UserEvent event) implements AgentEvent {
    @Override
    public String type() {
      return "user";
    }
  }
}
