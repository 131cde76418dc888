package io.hearsay.http.health;

import io.hearsay.agent.Agent;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: HAProxy answers on its socket, and runs with what the cluster wants. Up on agents that
 * drive no HAProxy.
 */
@Readiness
@Singleton
class ProxyReadyCheck implements HealthCheck {
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
    response
        .withData("revision", status.revision())
        .withData("appliedRevision", status.appliedRevision())
        .withData("servers", status.servers().size());
    // A change that is only being gathered with others is no fault, or each join would be an outage
    // to whoever probes.
    boolean applied = status.appliedRevision() > 0 && status.lastError().isEmpty();
    if (status.answering() && applied) {
      return response.up().build();
    }
    var reason =
        status
            .lastError()
            .orElse(
                status.answering()
                    ? "HAProxy runs with what an earlier agent left; no server was seen since"
                    : "HAProxy does not answer on its socket");
    return response.down().withData("reason", reason).build();
  }
}
