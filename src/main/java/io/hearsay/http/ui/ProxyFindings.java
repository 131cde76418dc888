package io.hearsay.http.ui;

import io.hearsay.finding.Finding;
import java.util.List;

/**
 * The findings that concern clients of the services; the pipeline's own error, and a missing
 * balancer, are shown elsewhere.
 *
 * @param bad requests fail
 * @param look requests are served, but not as they should be
 * @param notes states that somebody asked for and should not forget
 */
record ProxyFindings(List<String> bad, List<String> look, List<String> notes) {
  /** For an agent without a HAProxy. */
  static final ProxyFindings NONE = new ProxyFindings(List.of(), List.of(), List.of());

  static ProxyFindings of(List<Finding> findings) {
    return new ProxyFindings(
        of(findings, Finding.Level.BAD),
        of(findings, Finding.Level.LOOK),
        of(findings, Finding.Level.NOTE));
  }

  private static List<String> of(List<Finding> findings, Finding.Level level) {
    return findings.stream()
        .filter(f -> f.kind().level() == level && !isElsewhere(f))
        .map(Finding::sentence)
        .toList();
  }

  /** Whether the page shows a finding elsewhere: with the pipeline's state or the members. */
  private static boolean isElsewhere(Finding finding) {
    return switch (finding.kind()) {
      case HAPROXY_DOWN, FOREIGN_CONFIG, TEMPLATE_REFUSED, RELOAD_IMPOSSIBLE, NO_BALANCER -> true;
      case ADDRESS_SHARED -> finding.subject().isEmpty();
      default -> false;
    };
  }
}
