package io.hearsay.balancer.policy;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how often drift is corrected before it is left alone: {@value #TIMES} times in {@value
 * #WITHIN_MILLIS} ms for each server, so that two programs that both believe they are in charge do
 * not fight for ever. For one thread.
 */
public final class DriftLimit {
  static final int TIMES = 3;
  static final long WITHIN_MILLIS = 600_000;

  /**
   * Maximum number of servers tracked; if more drift at a time they are left alone, as that is no
   * accident.
   */
  static final int MAX_SERVERS = 10_000;

  /** What to do about a server that has drifted. */
  public enum Verdict {
    /** Correct it. */
    PUT_RIGHT,
    /** Leave it alone from now on, and report that. */
    GIVE_UP,
    /** It is already being left alone. */
    LEAVE
  }

  private static final class History {
    final ArrayDeque<Long> times = new ArrayDeque<>();
    boolean gaveUp;
  }

  private final Map<String, History> histories = new LinkedHashMap<>();

  /**
   * Decides about a server that has drifted, counting a correction.
   *
   * @param now in milliseconds of a monotonic clock
   */
  public Verdict ask(String id, long now) {
    histories.values().removeIf(h -> h.times.getLast() <= now - WITHIN_MILLIS);
    var history = histories.get(id);
    if (history == null) {
      if (histories.size() >= MAX_SERVERS) {
        return Verdict.LEAVE;
      }
      history = new History();
      histories.put(id, history);
    }
    while (!history.times.isEmpty() && history.times.getFirst() <= now - WITHIN_MILLIS) {
      history.times.removeFirst();
      history.gaveUp = false;
    }
    if (history.times.size() < TIMES) {
      history.times.addLast(now);
      return Verdict.PUT_RIGHT;
    }
    boolean known = history.gaveUp;
    history.gaveUp = true;
    return known ? Verdict.LEAVE : Verdict.GIVE_UP;
  }
}
