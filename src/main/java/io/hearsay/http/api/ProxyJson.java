package io.hearsay.http.api;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.observe.Drift;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.finding.Finding;
import io.hearsay.finding.Findings;
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
    long corrections,
    long rejected,
    int oldProcesses,
    long pid,
    boolean answering,
    boolean driven,
    Map<String, Long> reloadReasons,
    List<String> held,
    int leaving,
    String version,
    String lastApplied,
    String lastError,
    String failure,
    String observedAt,
    List<DriftJson> drift,
    List<CertificateJson> certificates,
    List<FindingJson> findings) {

  /** One server line. */
  record ServerJson(
      String backend,
      String name,
      String address,
      int port,
      int weight,
      String state,
      ObservedJson haproxy) {}

  /** The same server as HAProxy reports it; see {@link ServerStat}. */
  record ObservedJson(
      String status,
      String check,
      String text,
      int weight,
      boolean backup,
      long sessions,
      long queue,
      long rate,
      long total,
      long errors,
      long retries) {
    static ObservedJson of(ServerStat stat) {
      return new ObservedJson(
          stat.health().status(),
          stat.health().check(),
          stat.health().text(),
          stat.place().weight(),
          stat.place().backup(),
          stat.load().sessions(),
          stat.load().queue(),
          stat.load().rate(),
          stat.load().total(),
          stat.errors().sum(),
          stat.errors().retries());
    }
  }

  /** See {@link Drift}. */
  record DriftJson(String kind, String backend, String server, String text, String since) {
    static DriftJson of(Drift drift) {
      return new DriftJson(
          drift.kind().label(),
          drift.backend(),
          drift.server(),
          drift.text(),
          drift.since().toString());
    }
  }

  /** See {@link ProxyStatus.Certificate}. */
  record CertificateJson(String name, String expires, boolean expiring, String refused) {
    static CertificateJson of(ProxyStatus.Certificate certificate) {
      return new CertificateJson(
          certificate.name(),
          certificate.expires().map(Instant::toString).orElse(null),
          certificate.expiring(),
          certificate.refused().orElse(null));
    }
  }

  /** See {@link Finding}. */
  record FindingJson(String kind, String level, String subject, String text, String remedy) {
    static FindingJson of(Finding finding) {
      return new FindingJson(
          finding.kind().label(),
          finding.kind().level().label(),
          finding.subject(),
          finding.text(),
          finding.remedy());
    }
  }

  private static Map<String, Long> reasons(ProxyStatus s) {
    var reasons = new TreeMap<String, Long>();
    s.reloadsBy().forEach((reason, count) -> reasons.put(reason.label(), count));
    return reasons;
  }

  static ProxyJson of(ProxyStatus s, Observation seen) {
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
                        v.backend(),
                        v.name(),
                        v.address(),
                        v.port(),
                        v.weight(),
                        v.state(),
                        seen.server(v.backend(), v.name()).map(ObservedJson::of).orElse(null)))
            .toList(),
        s.serversCurrent(),
        s.reloads(),
        s.runtimeChanges(),
        s.failures(),
        s.counts().corrections(),
        s.rejected(),
        s.oldProcesses(),
        s.pid(),
        s.answering(),
        s.driven(),
        reasons(s),
        s.held(),
        s.leaving(),
        s.version(),
        s.lastApplied().map(Instant::toString).orElse(null),
        s.lastError().orElse(null),
        s.failure().map(FailureKind::label).orElse(null),
        seen.at().map(Instant::toString).orElse(null),
        seen.drifts().stream().map(DriftJson::of).toList(),
        s.certificates().stream().map(CertificateJson::of).toList(),
        Findings.of(s, seen).stream().map(FindingJson::of).toList());
  }
}
