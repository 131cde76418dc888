package io.hearsay.agent;

import io.hearsay.handler.HandlerSpec;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Derives what happened between two views, with the names of Serf's events. As it compares
 * snapshots, the order of events cannot be wrong.
 */
final class ViewChanges {
  private ViewChanges() {}

  static List<AgentEvent.MemberEvent> between(ClusterView before, ClusterView after) {
    var events = new ArrayList<AgentEvent.MemberEvent>();
    var gone = new LinkedHashMap<String, Member>();
    before.members().forEach(m -> gone.put(m.name(), m));
    for (var member : after.members()) {
      var old = gone.remove(member.name());
      if (old == null) {
        if (member.status().present()) {
          events.add(new AgentEvent.MemberEvent("member-join", member));
        }
      } else if (old != member) {
        compare(old, member, events);
      }
    }
    gone.values().forEach(m -> events.add(new AgentEvent.MemberEvent("member-reap", m)));
    return events;
  }

  private static void compare(Member old, Member now, List<AgentEvent.MemberEvent> events) {
    if (!old.isSameProcess(now) && old.status().present() && now.status().present()) {
      // The old boot is gone, although nobody saw it go.
      events.add(new AgentEvent.MemberEvent("member-failed", old));
      events.add(new AgentEvent.MemberEvent("member-join", now));
    } else if (old.status().present() != now.status().present()) {
      events.add(new AgentEvent.MemberEvent(crossing(now), now));
    } else if (old.status() != now.status() && now.status() == MemberStatus.LEFT) {
      events.add(new AgentEvent.MemberEvent("member-leave", now));
    } else if (now.status().present() && differs(old, now)) {
      events.add(AgentEvent.MemberEvent.update(old, now, scripts(old, now)));
    }
  }

  /**
   * The types with which scripts are called: Serf's types only if something has changed that Serf's
   * scripts can see.
   */
  private static List<String> scripts(Member old, Member now) {
    var types = new ArrayList<String>();
    if (!old.tags().equals(now.tags()) || !old.address().equals(now.address())) {
      types.add("member-update");
    }
    if (old.healthy() != now.healthy() || old.mode() != now.mode()) {
      types.add(HandlerSpec.HEALTH);
    }
    return types;
  }

  private static String crossing(Member now) {
    if (now.status().present()) {
      return "member-join";
    }
    return now.status() == MemberStatus.LEFT ? "member-leave" : "member-failed";
  }

  /** Whether members differ; suspicions do not count, as they come and go. */
  private static boolean differs(Member old, Member now) {
    return !old.tags().equals(now.tags())
        || old.healthy() != now.healthy()
        || old.mode() != now.mode()
        || !old.address().equals(now.address());
  }
}
