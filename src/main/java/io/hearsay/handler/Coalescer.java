package io.hearsay.handler;

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
 * Puts the events of a while together, as Serf does: of each member the last one, in one call a
 * type, and nothing about a member of which the same was told before; of users' events that may be
 * coalesced the last of each name. It ends when nothing came for the time that is given, and after
 * {@value #AT_MOST} times that in any case. Whatever else comes passes at once.
 */
final class Coalescer {
  private static final int AT_MOST = 3;

  /** More members or names than these are told at once. */
  private static final int MAX_HELD = 10_000;

  private final Duration quiet;
  private final ScheduledExecutorService timer;
  private final Consumer<HandlerEvent> out;
  private final Map<String, Last> members = new LinkedHashMap<>();
  private final Map<String, List<HandlerEvent.User>> users = new LinkedHashMap<>();

  /** By member, those that were told of last: a script need not be called when one is forgotten. */
  private final Map<String, String> toldBefore =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_HELD;
        }
      };

  private long began;
  private Future<?> end;

  private record Last(String type, Member member) {}

  Coalescer(Duration quiet, ScheduledExecutorService timer, Consumer<HandlerEvent> out) {
    this.quiet = quiet;
    this.timer = timer;
    this.out = out;
  }

  /** Takes an event, for later or at once. */
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

  /** Tells what it holds. */
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
