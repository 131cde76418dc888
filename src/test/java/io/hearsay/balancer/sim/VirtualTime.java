package io.hearsay.balancer.sim;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes only on request. Events scheduled for a time in between happen on the way, even
 * while the pipeline waits for HAProxy: that is how other threads and processes make progress. Not
 * safe for use by several threads.
 */
public final class VirtualTime {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long now = 1_000_000;
  private long planned;

  private record Event(long at, long number, Runnable what) {}

  /** The current time in milliseconds. */
  public long now() {
    return now;
  }

  /** The current time as an instant. */
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  /** Schedules something in that many milliseconds. */
  public void in(long millis, Runnable what) {
    events.add(new Event(now + millis, planned++, what));
  }

  /** When the next event is due, in milliseconds; {@link Long#MAX_VALUE} if none is scheduled. */
  public long next() {
    return events.isEmpty() ? Long.MAX_VALUE : events.peek().at();
  }

  /** Lets that many milliseconds pass. */
  public void pass(long millis) {
    passUntil(now + millis);
  }

  /** Lets time pass until then; events that are due now happen in any case. */
  public void passUntil(long then) {
    while (!events.isEmpty() && events.peek().at() <= then) {
      var event = events.remove();
      now = Math.max(now, event.at());
      event.what().run();
    }
    now = Math.max(now, then);
  }

  /** A wall clock that shows the current time. */
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
