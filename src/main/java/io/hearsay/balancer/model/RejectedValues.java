package io.hearsay.balancer.model;

import io.hearsay.collection.BoundedMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Members' values that were rejected; each is counted and logged once, however often it recurs. */
public final class RejectedValues {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final int REMEMBERED = 1000;
  private static final int SHOWN = 60;

  private final Consumer<String> log;
  private final AtomicLong count = new AtomicLong();
  private final Map<String, Boolean> logged = BoundedMap.evictingOldest(REMEMBERED);

  /** Creates a record that reports to the log. */
  RejectedValues() {
    this(LOG::warn);
  }

  /** Creates a record that reports elsewhere. */
  public RejectedValues(Consumer<String> log) {
    this.log = log;
  }

  /** Number of rejected values. */
  long count() {
    return count.get();
  }

  /**
   * Adds a rejected value.
   *
   * @param key identifies it, to recognise repetitions
   * @param message for an operator; values in it must have passed through {@link #printable}
   */
  void note(String key, String message) {
    if (logged.put(key, true) == null) {
      count.incrementAndGet();
      log.accept(message);
    }
  }

  /** Makes a value safe for terminals and log lines. */
  static String printable(String value) {
    var text = new StringBuilder();
    value
        .codePoints()
        .limit(SHOWN)
        .forEach(c -> text.append(c >= ' ' && c < 127 && c != '"' ? (char) c : '?'));
    return text + (value.codePointCount(0, value.length()) > SHOWN ? "…" : "");
  }
}
