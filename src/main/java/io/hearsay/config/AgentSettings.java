package io.hearsay.config;

import io.hearsay.appcheck.CheckSettings;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.handler.HandlerSettings;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.HostPort;
import io.hearsay.supervise.SuperviseSettings;
import java.util.Optional;

/**
 * Everything that an agent is started with, checked.
 *
 * @param http API and dashboard
 * @param health and metrics
 * @param token that opens changing calls to other hosts; empty: they are closed
 * @param balancer used if the role is balancer
 * @param handlers users' scripts on events
 * @param check of the application
 * @param supervise what runs as our child
 * @param stop limits for the way out
 */
public record AgentSettings(
    ClusterSettings cluster,
    HostPort http,
    HostPort health,
    Optional<String> token,
    BalancerSettings balancer,
    HandlerSettings handlers,
    CheckSettings check,
    SuperviseSettings supervise,
    StopSettings stop) {

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
