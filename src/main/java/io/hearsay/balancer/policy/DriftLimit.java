package io.hearsay.balancer.policy;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often something may be put right before it is left alone: {@value #TIMES} times in {@value
 * #WITHIN_MILLIS} ms for each server, so that two who both believe to be in charge do not fight for
 * ever. For one thread.
 */
public final class DriftLimit {
  static final int TIMES = 3;
  static final long WITHIN_MILLIS = 600_000;

  /** More that drift at a time are not put right: that is no slip of a hand. */
  static final int MAX_SERVERS = 10_000;

  /** What may be done. */
  public enum Verdict {
    /** Put it right. */
    PUT_RIGHT,
    /** Leave it alone from here on, and say so. */
    GIVE_UP,
    /** It was left alone before. */
    LEAVE
  }

  private static final class History {
    final ArrayDeque<Long> times = new ArrayDeque<>();
    boolean gaveUp;
  }

  private final Map<String, History> histories = new LinkedHashMap<>();

  /**
   * Whether a server may be put right now; if so, that counts.
   *
   * @param now in milliseconds of a clock that does not jump
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
