package io.hearsay.http.health;

import io.hearsay.agent.Agent;
import io.hearsay.balancer.ProxyStatus;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.BalancerSettings.Ready;
import io.hearsay.finding.Finding;
import io.hearsay.finding.Finding.Kind;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: this HAProxy can serve requests. It answers on its socket, runs with the wanted
 * configuration or as much of it as could be applied, and there is no finding that the settings
 * treat as unready. Up on agents without a HAProxy.
 */
@Readiness
@Singleton
class ProxyReadyCheck implements HealthCheck {
  private static final int SHOWN = 5;

  private final Agent agent;

  ProxyReadyCheck(Agent agent) {
    this.agent = agent;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("proxy");
    boolean balancer = agent.settings().map(s -> s.isBalancer()).orElse(false);
    if (!balancer) {
      return response.up().withData("state", "not a balancer").build();
    }
    if (agent.proxy().isEmpty()) {
      return response.down().withData("reason", "the agent is still starting").build();
    }
    var status = agent.proxy().get().status();
    var findings = agent.findings();
    response
        .withData("revision", status.revision())
        .withData("appliedRevision", status.appliedRevision())
        .withData("servers", status.servers().size());
    if (!status.driven()) {
      response.withData("state", "HAProxy is not driven from here");
    }
    if (!findings.isEmpty()) {
      response.withData(
          "findings",
          findings.stream().limit(SHOWN).map(Finding::sentence).collect(Collectors.joining(" ")));
    }
    var reason = reason(status, findings, agent.settings().get().balancer());
    return reason.isEmpty()
        ? response.up().build()
        : response.down().withData("reason", reason.get()).build();
  }

  /** Why requests should go elsewhere; empty if they may come here. */
  static Optional<String> reason(
      ProxyStatus status, List<Finding> findings, BalancerSettings settings) {
    if (status.driven() && !status.answering()) {
      return Optional.of(status.lastError().orElse("HAProxy does not answer on its socket"));
    }
    var unready =
        findings.stream().filter(f -> isUnready(f, status, findings, settings)).findFirst();
    if (unready.isPresent()) {
      return unready.map(Finding::text);
    }
    // A change that is waiting for others is not a fault; otherwise every join would look like an
    // outage to probes.
    return status.appliedRevision() > 0 || status.lastError().isPresent()
        ? Optional.empty()
        : Optional.of(
            status.driven()
                ? "HAProxy runs with what an earlier agent left; no server was seen since"
                : "no configuration was written yet");
  }

  private static boolean isUnready(
      Finding finding, ProxyStatus status, List<Finding> findings, BalancerSettings settings) {
    return switch (finding.kind()) {
      case TEMPLATE_REFUSED -> settings.get(BalancerOption.READY_TEMPLATE) == Ready.UNREADY;
      case RELOAD_IMPOSSIBLE, FOREIGN_CONFIG, HAPROXY_DOWN ->
          settings.get(BalancerOption.READY_RELOAD) == Ready.UNREADY;
      case ADDRESS_SHARED -> settings.get(BalancerOption.READY_SHARED_ADDRESS) == Ready.UNREADY;
      case NO_SERVER -> settings.get(BalancerOption.READY_NO_SERVER) == Ready.UNREADY;
      case ALL_DOWN ->
          settings.get(BalancerOption.READY_NO_SERVER) == Ready.UNREADY
              && nothingIsUp(status, findings);
      case SERVER_DOWN,
          BACKUPS_ONLY,
          CERTIFICATE_REFUSED,
          CERTIFICATE_EXPIRING,
          LEFT_OUT,
          DRIFT,
          NO_BALANCER,
          NOT_JOINED,
          // The check of the cluster covers this.
          REFUSED,
          DRAINING ->
          false;
    };
  }

  /** Whether no service has a server that is up. */
  private static boolean nothingIsUp(ProxyStatus status, List<Finding> findings) {
    return findings.stream().filter(f -> f.kind() == Kind.ALL_DOWN).count()
        == status.servers().stream().map(ProxyStatus.Server::backend).distinct().count();
  }
}
