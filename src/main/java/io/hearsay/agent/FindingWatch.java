package io.hearsay.agent;

import io.hearsay.finding.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells when a finding comes and when it goes. It counts when it was there at two looks in a row:
 * what is over within half a second is nobody's worry. Thread-safe.
 */
final class FindingWatch {
  /** Between two looks. */
  static final long INTERVAL_MILLIS = 500;

  private static final Logger LOG = Logger.getLogger("hearsay");

  private final Supplier<List<Finding>> findings;
  private final Consumer<AgentEvent> tell;
  private Map<String, Finding> before = Map.of();
  private Map<String, Finding> told = new LinkedHashMap<>();
  private volatile List<Finding> current = List.of();

  /**
   * Nothing was seen yet.
   *
   * @param findings as they are now
   */
  FindingWatch(Supplier<List<Finding>> findings, Consumer<AgentEvent> tell) {
    this.findings = findings;
    this.tell = tell;
  }

  /** What was there at the last look, and at the one before. */
  List<Finding> current() {
    return current;
  }

  /**
   * Looks once.
   *
   * @return whether there is something that has only just come, which the next look may tell
   */
  synchronized boolean look() {
    var now = new LinkedHashMap<String, Finding>();
    findings.get().forEach(f -> now.putIfAbsent(f.key(), f));
    var lasting = new LinkedHashMap<String, Finding>();
    var events = new ArrayList<AgentEvent>();
    now.forEach(
        (key, finding) -> {
          if (told.containsKey(key) || before.containsKey(key)) {
            lasting.put(key, finding);
            if (!told.containsKey(key)) {
              events.add(event("finding", finding));
            }
          }
        });
    told.forEach(
        (key, finding) -> {
          if (!now.containsKey(key)) {
            events.add(event("finding-over", finding));
          }
        });
    before = now;
    told = lasting;
    current = List.copyOf(lasting.values());
    events.forEach(tell);
    return told.size() < before.size();
  }

  private static AgentEvent event(String type, Finding finding) {
    if (finding.kind().logged()) {
      if (type.equals("finding")) {
        LOG.warn(finding.sentence());
      } else {
        LOG.info("over: " + finding.text());
      }
    }
    return new AgentEvent.FindingEvent(type, finding);
  }
}
