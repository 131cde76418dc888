package io.hearsay.http.ui;

import io.hearsay.finding.Finding;
import java.util.List;

/**
 * What is wrong for the clients of the services; the pipeline's own error, and that there is no
 * balancer, are shown elsewhere.
 *
 * @param bad requests fail
 * @param look requests are served, but not as they should be
 * @param notes what was asked for and is to be remembered
 */
record ProxyFindings(List<String> bad, List<String> look, List<String> notes) {
  /** Of an agent that drives no HAProxy. */
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

  /** Whether the page has it from somebody else: the pipeline's state, or the members. */
  private static boolean isElsewhere(Finding finding) {
    return switch (finding.kind()) {
      case HAPROXY_DOWN, FOREIGN_CONFIG, TEMPLATE_REFUSED, RELOAD_IMPOSSIBLE, NO_BALANCER -> true;
      case ADDRESS_SHARED -> finding.subject().isEmpty();
      default -> false;
    };
  }
}
