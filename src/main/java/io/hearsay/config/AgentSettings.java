package io.hearsay.config;

import io.hearsay.cluster.ClusterSettings;
import io.hearsay.cluster.HostPort;
import io.hearsay.handler.HandlerSettings;
import io.hearsay.proxy.BalancerSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that an agent is started with, checked.
 *
 * @param http API and dashboard
 * @param health and metrics
 * @param token that opens changing calls to other hosts; empty: they are closed
 * @param balancer used if the role is balancer
 * @param handlers users' scripts on events
 * @param drain from the announcement of the leave until the leave
 */
public record AgentSettings(
    ClusterSettings cluster,
    HostPort http,
    HostPort health,
    Optional<String> token,
    BalancerSettings balancer,
    HandlerSettings handlers,
    Duration drain) {

  /** Whether this agent drives a HAProxy. */
  public boolean isBalancer() {
    return cluster.tags().role().equals("balancer");
  }

  /** Does not print the token. */
  @Override
  public String toString() {
    return "AgentSettings of " + cluster.name();
  }
}
