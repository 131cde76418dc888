package io.hearsay.agent;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.membership.Member;
import io.hearsay.membership.UserEvent;

/**
 * Something that happened, for those who watch; what matters is always in the newest state as well.
 */
public sealed interface AgentEvent {

  /** Its name in the stream of events. */
  String type();

  /**
   * Something about a member.
   *
   * @param type member-join, member-leave, member-failed, member-update or member-reap, as Serf
   *     names them
   */
  record MemberEvent(String type, Member member) implements AgentEvent {}

  /**
   * An apply was done or failed.
   *
   * @param type proxy-applied or proxy-failed
   */
  record ProxyEvent(String type, ProxyStatus status) implements AgentEvent {}

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
