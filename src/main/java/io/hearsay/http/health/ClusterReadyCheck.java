package io.hearsay.http.health;

import io.hearsay.agent.Agent;
import io.hearsay.finding.Finding.Kind;
import jakarta.inject.Singleton;
import java.util.SortedMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: the member has reached another one, or was given no seed. A balancer is ready regardless:
 * whether it serves is covered by another check, and it should answer 503 rather than nothing while
 * it waits for its cluster.
 */
@Readiness
@Singleton
class ClusterReadyCheck implements HealthCheck {
  private final Agent agent;

  ClusterReadyCheck(Agent agent) {
    this.agent = agent;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("cluster");
    if (agent.cluster().isEmpty()) {
      return response.down().withData("reason", "the agent is still starting").build();
    }
    var cluster = agent.cluster().get();
    var figures = cluster.figures();
    response.withData("members", cluster.view().present().size());
    if (!figures.refusal().isEmpty()) {
      return response.down().withData("reason", figures.refusal()).build();
    }
    figures.seeds().forEach((seed, reason) -> response.withData("seed " + seed, reason));
    if (agent.proxy().isEmpty()) {
      agent.findings().stream()
          .filter(finding -> finding.kind() != Kind.NOT_JOINED)
          .findFirst()
          .ifPresent(finding -> response.withData("findings", finding.sentence()));
    }
    boolean ready = figures.joined() || agent.proxy().isPresent();
    if (!ready) {
      response.withData(
          "reason", "no seed has answered yet; the agent goes on asking" + first(figures.seeds()));
    }
    return response.status(ready).build();
  }

  /** Why the first seed does not answer; the response lists all of them. */
  private static String first(SortedMap<String, String> seeds) {
    return seeds.isEmpty() ? "" : ". " + seeds.firstKey() + " " + seeds.get(seeds.firstKey());
  }
}
