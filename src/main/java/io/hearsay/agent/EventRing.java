package io.hearsay.agent;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * The last events, numbered, so that who was away for a moment gets what happened meanwhile. Who
 * was away for longer learns that there is a gap. Numbers begin anew with each start of the agent;
 * the ids therefore name the start as well.
 *
 * <p>Thread-safe; nothing blocks.
 */
public final class EventRing {
  /** How many are kept; with a member each, some 1 MiB. */
  static final int KEPT = 1024;

  private static final Pattern ID = Pattern.compile("([0-9a-z]{1,13})-([0-9]{1,18})");
  private static final int BASE = 36;

  /**
   * An event that happened.
   *
   * @param number 1 is the first one since the start
   */
  public record Entry(long number, Instant at, AgentEvent event) {}

  /**
   * A place between two events.
   *
   * @param number of the event before
   * @param certain whether nothing was lost on the way there
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
   * Calls back after each event from now on.
   *
   * @param listener must not block
   * @return call it to hear no more
   */
  public Runnable listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The number of the newest one; 0 if there is none. */
  public synchronized long last() {
    return last;
  }

  /** The number before the oldest one that is kept. */
  public synchronized long beforeOldest() {
    return Math.max(0, last - KEPT);
  }

  /** The first event after a number that is still kept. */
  public synchronized Optional<Entry> after(long number) {
    long next = Math.max(number, beforeOldest()) + 1;
    return next > last ? Optional.empty() : Optional.of(ring[(int) (next % KEPT)]);
  }

  /** What names the place after an event, for {@link #place}. */
  public String id(long number) {
    return start + "-" + number;
  }

  /** The place that an id names; the beginning of what is kept if it is not known any more. */
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
