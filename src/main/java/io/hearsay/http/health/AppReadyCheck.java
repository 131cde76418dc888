package io.hearsay.http.health;

import io.hearsay.agent.Agent;
import io.hearsay.membership.TrafficMode;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: the application may have traffic according to its health check and its operator, so that a
 * probe of the sidecar's port covers the application. Liveness does not depend on it, as restarting
 * the sidecar would not help.
 */
@Readiness
@Singleton
class AppReadyCheck implements HealthCheck {
  private final Agent agent;

  AppReadyCheck(Agent agent) {
    this.agent = agent;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("app");
    if (agent.app().isEmpty()) {
      return response.down().withData("reason", "the agent is still starting").build();
    }
    var app = agent.app().get();
    var mode = agent.cluster().map(c -> c.view().local().mode()).orElse(TrafficMode.READY);
    response.withData("mode", mode.text());
    if (!app.passing()) {
      return response.down().withData("reason", app.reason()).build();
    }
    return mode == TrafficMode.READY
        ? response.up().build()
        : response.down().withData("reason", "takes no traffic: " + mode.text()).build();
  }
}
