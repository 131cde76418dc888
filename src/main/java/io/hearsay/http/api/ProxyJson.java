package io.hearsay.http.api;

import io.hearsay.balancer.ProxyStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The answer of {@code GET /v1/proxy}; see {@link ProxyStatus}. */
record ProxyJson(
    long revision,
    long appliedRevision,
    boolean current,
    String method,
    String reason,
    List<ServerJson> servers,
    boolean serversCurrent,
    long reloads,
    long runtimeChanges,
    long failures,
    long rejected,
    int oldProcesses,
    long pid,
    boolean answering,
    Map<String, Long> reloadReasons,
    List<String> held,
    int leaving,
    String version,
    String lastApplied,
    String lastError) {

  /** One server line. */
  record ServerJson(
      String backend, String name, String address, int port, int weight, String state) {}

  private static Map<String, Long> reasons(ProxyStatus s) {
    var reasons = new TreeMap<String, Long>();
    s.reloadsBy().forEach((reason, count) -> reasons.put(reason.label(), count));
    return reasons;
  }

  static ProxyJson of(ProxyStatus s) {
    return new ProxyJson(
        s.revision(),
        s.appliedRevision(),
        s.current(),
        s.method().name().toLowerCase(Locale.ROOT),
        s.reason(),
        s.servers().stream()
            .map(
                v ->
                    new ServerJson(
                        v.backend(), v.name(), v.address(), v.port(), v.weight(), v.state()))
            .toList(),
        s.serversCurrent(),
        s.reloads(),
        s.runtimeChanges(),
        s.failures(),
        s.rejected(),
        s.oldProcesses(),
        s.pid(),
        s.answering(),
        reasons(s),
        s.held(),
        s.leaving(),
        s.version(),
        s.lastApplied().map(Instant::toString).orElse(null),
        s.lastError().orElse(null));
  }
}
