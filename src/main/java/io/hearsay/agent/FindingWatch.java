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
 * Reports when a finding appears and when it is over. A finding counts once it was present in two
 * consecutive checks, so that problems which are over within half a second are not reported.
 * Thread-safe.
 */
final class FindingWatch {
  /** Interval between two checks. */
  static final long INTERVAL_MILLIS = 500;

  private static final Logger LOG = Logger.getLogger("hearsay");

  private final Supplier<List<Finding>> findings;
  private final Consumer<AgentEvent> tell;
  private Map<String, Finding> before = Map.of();
  private Map<String, Finding> told = new LinkedHashMap<>();
  private volatile List<Finding> current = List.of();

  /**
   * Creates a watch that has not checked yet.
   *
   * @param findings supplies the current findings
   */
  FindingWatch(Supplier<List<Finding>> findings, Consumer<AgentEvent> tell) {
    this.findings = findings;
    this.tell = tell;
  }

  /** The findings that were present in both of the last two checks. */
  List<Finding> current() {
    return current;
  }

  /**
   * Checks once.
   *
   * @return whether there are new findings, which the next check may report
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
