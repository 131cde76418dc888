package io.hearsay.http.health;

import io.hearsay.agent.Agent;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live: the protocol runs its turns. If it does not, only a restart helps. */
@Liveness
@Singleton
class LiveCheck implements HealthCheck {
  /** Time without a turn after which the protocol is stuck; it runs one every second. */
  private static final Duration STUCK = Duration.ofSeconds(10);

  private final Agent agent;

  LiveCheck(Agent agent) {
    this.agent = agent;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("protocol");
    if (agent.cluster().isEmpty()) {
      return response.up().withData("state", "starting").build();
    }
    var since = agent.cluster().get().figures().sinceTick();
    return response
        .status(since.compareTo(STUCK) < 0)
        .withData("sinceTickMillis", since.toMillis())
        .build();
  }
}
