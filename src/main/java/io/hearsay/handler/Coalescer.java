package io.hearsay.handler;

import io.hearsay.collection.BoundedMap;
import io.hearsay.membership.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gathers events over a period, as Serf does. Of each member it keeps the last event, unless that
 * is the same as the last one delivered, and delivers them in one call per type; of user events
 * that may be coalesced it keeps the last of each name. The period ends when there was no event for
 * the given time, and after {@value #AT_MOST} times that in any case. All other events pass
 * immediately.
 *
 * <p>It stands before the filters of the scripts. A script for joins must be called for a member
 * that joins again, although the failure in between concerned another script; and it must not be
 * called for a join after that other script has been called for the member's end.
 */
final class Coalescer {
  private static final int AT_MOST = 3;
  private static final String JOIN = "member-join";
  private static final String UPDATE = "member-update";
  private static final String REAP = "member-reap";
  private static final Set<String> PRESENT = Set.of(JOIN, UPDATE);

  /** With more members or names than this, the period ends early. */
  private static final int MAX_HELD = 10_000;

  private final Duration quiet;
  private final ScheduledExecutorService timer;
  private final Consumer<HandlerEvent> out;
  private final Map<String, Last> members = new LinkedHashMap<>();

  /** Apart from the others: a member that has joined and is well now has joined all the same. */
  private final Map<String, Member> health = new LinkedHashMap<>();

  private final Map<String, List<HandlerEvent.User>> users = new LinkedHashMap<>();

  /**
   * The last delivered event by member; bounded, as at worst a script is called once more than
   * necessary.
   */
  private final Map<String, Last> toldBefore = BoundedMap.evictingLeastRecentlyUsed(MAX_HELD);

  private long began;
  private Future<?> end;

  private record Last(String type, Member member) {
    /** What both come to: who joins and changes has joined, as it is now. */
    Last then(Last next) {
      return type.equals(JOIN) && next.type.equals(UPDATE) ? new Last(JOIN, next.member) : next;
    }

    /** Whether a script would see the same once more. */
    boolean repeats(Last before) {
      return before != null
          && type.equals(before.type)
          && !type.equals(UPDATE)
          && member.address().equals(before.member.address())
          && member.tags().equals(before.member.tags());
    }
  }

  Coalescer(Duration quiet, ScheduledExecutorService timer, Consumer<HandlerEvent> out) {
    this.quiet = quiet;
    this.timer = timer;
    this.out = out;
  }

  /** Takes an event, to be delivered later or immediately. */
  synchronized void add(HandlerEvent event) {
    switch (event) {
      case HandlerEvent.Members m when m.type().equals(HandlerSpec.HEALTH) ->
          m.members().forEach(one -> health.put(one.name(), one));
      case HandlerEvent.Members m ->
          m.members()
              .forEach(
                  one -> {
                    members.merge(one.name(), new Last(m.type(), one), Last::then);
                    if (!PRESENT.contains(m.type())) {
                      health.remove(one.name());
                    }
                  });
      case HandlerEvent.User u when u.event().coalesce() -> {
        var held = users.computeIfAbsent(u.event().name(), name -> new ArrayList<>());
        if (!held.isEmpty() && held.getFirst().event().time() > u.event().time()) {
          return;
        }
        if (!held.isEmpty() && held.getFirst().event().time() < u.event().time()) {
          held.clear();
        }
        held.add(u);
      }
      default -> {
        out.accept(event);
        return;
      }
    }
    if (members.size() + health.size() + users.size() > MAX_HELD) {
      flush();
    } else {
      schedule();
    }
  }

  private void schedule() {
    long now = System.nanoTime();
    if (end == null) {
      began = now;
    } else {
      end.cancel(false);
    }
    long most = began + AT_MOST * quiet.toNanos() - now;
    end =
        timer.schedule(
            this::flush, Math.max(0, Math.min(quiet.toNanos(), most)), TimeUnit.NANOSECONDS);
  }

  /** Delivers the events it holds. */
  synchronized void flush() {
    if (end != null) {
      end.cancel(false);
      end = null;
    }
    var types = new LinkedHashMap<String, List<Member>>();
    members.forEach(
        (name, last) -> {
          var before =
              last.type().equals(REAP) ? toldBefore.remove(name) : toldBefore.put(name, last);
          if (!last.repeats(before)) {
            types.computeIfAbsent(last.type(), t -> new ArrayList<>()).add(last.member());
          }
        });
    members.clear();
    if (!health.isEmpty()) {
      types.put(HandlerSpec.HEALTH, List.copyOf(health.values()));
      health.clear();
    }
    types.forEach((type, who) -> out.accept(new HandlerEvent.Members(type, who)));
    var told = users.values().stream().flatMap(List::stream).toList();
    users.clear();
    told.forEach(out);
  }
}
