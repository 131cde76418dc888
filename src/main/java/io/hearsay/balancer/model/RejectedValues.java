package io.hearsay.balancer.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What members said that was not taken over: counted and logged once each, however often it comes
 * up again.
 */
public final class RejectedValues {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final int REMEMBERED = 1000;
  private static final int SHOWN = 60;

  private final Consumer<String> log;
  private final AtomicLong count = new AtomicLong();
  private final Map<String, Boolean> logged =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Told in the log. */
  RejectedValues() {
    this(LOG::warn);
  }

  /** Told elsewhere. */
  public RejectedValues(Consumer<String> log) {
    this.log = log;
  }

  /** How many there were. */
  long count() {
    return count.get();
  }

  /**
   * Takes note of one.
   *
   * @param key what makes it the same as an earlier one
   * @param message for an operator; holds nothing that did not go through {@link #printable}
   */
  void note(String key, String message) {
    if (logged.put(key, true) == null) {
      count.incrementAndGet();
      log.accept(message);
    }
  }

  /** Nothing that could disturb a terminal or forge a line of the log. */
  static String printable(String value) {
    var text = new StringBuilder();
    value
        .codePoints()
        .limit(SHOWN)
        .forEach(c -> text.append(c >= ' ' && c < 127 && c != '"' ? (char) c : '?'));
    return text + (value.codePointCount(0, value.length()) > SHOWN ? "…" : "");
  }
}
