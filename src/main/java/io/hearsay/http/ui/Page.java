package io.hearsay.http.ui;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.finding.Findings;
import io.hearsay.membership.ClusterStats;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.MemberStatus;
import io.hearsay.text.TemplateFields;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the page shows, at one instant.
 *
 * @param assets marks the style sheet and the script that belong to this page
 * @param now when the page was made; the script tells ages from it, not from the browser's clock
 * @param proxies present if this agent drives a HAProxy: one or none
 */
public record Page(
    String assets,
    Instant now,
    SelfPanel self,
    HealthSummary verdict,
    List<MemberRow> members,
    List<ProxyPanel> proxies,
    List<LogLine> log)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "assets" -> assets;
          case "now" -> now.toString();
          case "self" -> self;
          case "verdict" -> verdict;
          case "counts" -> Arrays.stream(MemberStatus.values()).map(this::count).toList();
          case "members" -> members;
          case "proxies" -> proxies;
          case "balancers" -> balancers();
          case "log" -> log;
          default -> null;
        });
  }

  /** How many members have a status. */
  public record Count(String status, long number) implements TemplateFields {
    @Override
    public Optional<Object> field(String name) {
      return Optional.ofNullable(
          switch (name) {
            case "status" -> status;
            case "number" -> number;
            default -> null;
          });
    }
  }

  static Page of(
      ClusterView view,
      ClusterStats figures,
      Optional<ProxyStatus> proxy,
      Observation seen,
      List<LogLine> log,
      Duration uptime,
      String version,
      String assets,
      Instant now) {
    var members =
        view.members().stream()
            .map(m -> new MemberRow(m, m.name().equals(view.self()), now))
            .toList();
    var self = new SelfPanel(view.local(), view.label(), figures, version, uptime);
    var panel = proxy.map(p -> ProxyPanel.of(p, seen, now));
    return new Page(
        assets,
        now,
        self,
        HealthSummary.of(
            members,
            self,
            panel,
            proxy
                .map(p -> ProxyFindings.of(Findings.of(p, seen)))
                .orElse(ProxyFindings.NONE)
                .and(LeftOutFindings.of(view))),
        members,
        panel.stream().toList(),
        log);
  }

  private Count count(MemberStatus status) {
    return new Count(
        status.text(), members.stream().filter(m -> m.member().status() == status).count());
  }

  /** Names of the members that drive a HAProxy. */
  private String balancers() {
    return String.join(
        ", ",
        members.stream()
            .filter(m -> m.member().status().present() && m.role().equals("balancer"))
            .map(MemberRow::name)
            .toList());
  }
}
