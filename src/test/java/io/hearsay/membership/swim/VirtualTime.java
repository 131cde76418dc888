package io.hearsay.membership.swim;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** A clock that moves from event to event; the same events come in the same order every time. */
final class VirtualTime {
  private final PriorityQueue<Event> queue =
      new PriorityQueue<>(Comparator.<Event>comparingLong(e -> e.due).thenComparingLong(e -> e.no));
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private long now;
  private long number;

  private static final class Event {
    final long due;
    final long no;
    final Runnable task;
    boolean cancelled;

    Event(long due, long no, Runnable task) {
      this.due = due;
      this.no = no;
      this.task = task;
    }
  }

  long now() {
    return now;
  }

  Instant wallClock() {
    return START.plusMillis(now);
  }

  /** Runs the task at that time; call the result to cancel it. */
  Runnable at(long due, Runnable task) {
    var event = new Event(Math.max(due, now), number++, task);
    queue.add(event);
    return () -> event.cancelled = true;
  }

  /** Runs everything that is due within that many milliseconds. */
  void run(long millis) {
    runUntil(millis, () -> false);
  }

  /**
   * Runs until the condition holds or the limit is over; returns how long it took in milliseconds,
   * or -1.
   */
  long runUntil(long limit, BooleanSupplier condition) {
    long start = now;
    while (true) {
      var next = queue.peek();
      // Checked once per instant: events within one have no particular order.
      if ((next == null || next.due > now) && condition.getAsBoolean()) {
        return now - start;
      }
      if (next == null || next.due > start + limit) {
        now = start + limit;
        return -1;
      }
      queue.remove();
      now = next.due;
      if (!next.cancelled) {
        next.task.run();
      }
    }
  }
}
