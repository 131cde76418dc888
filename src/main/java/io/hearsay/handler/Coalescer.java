package io.hearsay.handler;

import io.hearsay.collection.BoundedMap;
import io.hearsay.membership.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 */
final class Coalescer {
  private static final int AT_MOST = 3;

  /** With more members or names than this, the period ends early. */
  private static final int MAX_HELD = 10_000;

  private final Duration quiet;
  private final ScheduledExecutorService timer;
  private final Consumer<HandlerEvent> out;
  private final Map<String, Last> members = new LinkedHashMap<>();
  private final Map<String, List<HandlerEvent.User>> users = new LinkedHashMap<>();

  /**
   * The last delivered event by member; bounded, as at worst a script is called once more than
   * necessary.
   */
  private final Map<String, String> toldBefore = BoundedMap.evictingLeastRecentlyUsed(MAX_HELD);

  private long began;
  private Future<?> end;

  private record Last(String type, Member member) {}

  Coalescer(Duration quiet, ScheduledExecutorService timer, Consumer<HandlerEvent> out) {
    this.quiet = quiet;
    this.timer = timer;
    this.out = out;
  }

  /** Takes an event, to be delivered later or immediately. */
  synchronized void add(HandlerEvent event) {
    switch (event) {
      case HandlerEvent.Members m ->
          m.members().forEach(one -> members.put(one.name(), new Last(m.type(), one)));
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
    if (members.size() + users.size() > MAX_HELD) {
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
              last.type().equals("member-reap")
                  ? toldBefore.remove(name)
                  : toldBefore.put(name, last.type());
          boolean again = last.type().equals(before) && !isUpdate(last.type());
          if (!again) {
            types.computeIfAbsent(last.type(), t -> new ArrayList<>()).add(last.member());
          }
        });
    members.clear();
    types.forEach((type, who) -> out.accept(new HandlerEvent.Members(type, who)));
    var told = users.values().stream().flatMap(List::stream).toList();
    users.clear();
    told.forEach(out);
  }

  private static boolean isUpdate(String type) {
    return type.equals("member-update") || type.equals(HandlerSpec.HEALTH);
  }
}
