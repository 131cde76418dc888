package io.hearsay.http.health;

import io.hearsay.agent.Agent;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started: the member listens. */
@Startup
@Singleton
class StartedCheck implements HealthCheck {
  private final Agent agent;

  StartedCheck(Agent agent) {
    this.agent = agent;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("started").status(agent.cluster().isPresent()).build();
  }
}
