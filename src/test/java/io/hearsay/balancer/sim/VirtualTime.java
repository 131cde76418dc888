package io.hearsay.balancer.sim;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes only when somebody says so. What is planned for a time in between happens on the
 * way, also while the pipeline waits for HAProxy: that is how other threads and processes get their
 * turn. For one thread.
 */
public final class VirtualTime {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long now = 1_000_000;
  private long planned;

  private record Event(long at, long number, Runnable what) {}

  /** Milliseconds. */
  public long now() {
    return now;
  }

  /** The same as a date. */
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  /** Has something happen in that many milliseconds. */
  public void in(long millis, Runnable what) {
    events.add(new Event(now + millis, planned++, what));
  }

  /** When the next thing happens; {@link Long#MAX_VALUE} if none is planned. */
  public long next() {
    return events.isEmpty() ? Long.MAX_VALUE : events.peek().at();
  }

  /** Lets that many milliseconds pass. */
  public void pass(long millis) {
    passUntil(now + millis);
  }

  /** Lets time pass until then; at least what is due now happens. */
  public void passUntil(long then) {
    while (!events.isEmpty() && events.peek().at() <= then) {
      var event = events.remove();
      now = Math.max(now, event.at());
      event.what().run();
    }
    now = Math.max(now, then);
  }

  /** The same as a clock of the wall. */
  public Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Instant instant() {
        return VirtualTime.this.instant();
      }
    };
  }
}
