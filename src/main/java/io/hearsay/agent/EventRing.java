package io.hearsay.agent;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * The most recent events, numbered, so that a client that was disconnected for a moment receives
 * what it missed, and one that was away for longer learns that there is a gap. Numbers restart with
 * each start of the agent, so ids identify the start as well.
 *
 * <p>Thread-safe; nothing blocks.
 */
public final class EventRing {
  /** How many events are kept: some 1 MiB if each is about a member. */
  static final int KEPT = 1024;

  private static final Pattern ID = Pattern.compile("([0-9a-z]{1,13})-([0-9]{1,18})");
  private static final int BASE = 36;

  /**
   * An event that happened.
   *
   * @param number counts from 1 since the start
   */
  public record Entry(long number, Instant at, AgentEvent event) {}

  /**
   * A position between two events.
   *
   * @param number of the event before
   * @param certain whether no events up to there were lost
   */
  public record Place(long number, boolean certain) {}

  private final Clock clock;
  private final String start;
  private final Entry[] ring = new Entry[KEPT];
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long last;

  EventRing(Clock clock) {
    this.clock = clock;
    this.start = Long.toString(clock.millis(), BASE);
  }

  void add(AgentEvent event) {
    synchronized (this) {
      last++;
      ring[(int) (last % KEPT)] = new Entry(last, clock.instant(), event);
    }
    listeners.forEach(Runnable::run);
  }

  /**
   * Adds a listener that is called after each event.
   *
   * @param listener must not block
   * @return removes the listener when run
   */
  public Runnable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The number of the newest event; 0 if there is none. */
  public synchronized long last() {
    return last;
  }

  /** The number before the oldest event that is kept. */
  public synchronized long beforeOldest() {
    return Math.max(0, last - KEPT);
  }

  /** The first event that is still kept after a number. */
  public synchronized Optional<Entry> after(long number) {
    long next = Math.max(number, beforeOldest()) + 1;
    return next > last ? Optional.empty() : Optional.of(ring[(int) (next % KEPT)]);
  }

  /** The id of the position after an event, for {@link #place}. */
  public String id(long number) {
    return start + "-" + number;
  }

  /**
   * The position that an id identifies; if it is no longer known, the position before the oldest
   * event that is kept.
   */
  public synchronized Place place(String id) {
    var parts = ID.matcher(id);
    if (parts.matches() && parts.group(1).equals(start)) {
      long number = Long.parseLong(parts.group(2));
      if (number <= last && number >= beforeOldest()) {
        return new Place(number, true);
      }
    }
    return new Place(beforeOldest(), false);
  }
}
