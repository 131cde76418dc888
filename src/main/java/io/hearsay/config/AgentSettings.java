package io.hearsay.config;

import io.hearsay.appcheck.CheckSettings;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.handler.HandlerSettings;
import io.hearsay.membership.ClusterSettings;
import io.hearsay.membership.HostPort;
import io.hearsay.output.LogSettings;
import io.hearsay.supervise.SuperviseSettings;
import java.util.Optional;

/**
 * All settings that an agent is started with, validated.
 *
 * @param web the HTTP listeners
 * @param balancer used if the role is balancer
 * @param handlers users' scripts on events
 * @param app the application
 * @param stop limits of a stop
 * @param log how it logs
 */
public record AgentSettings(
    ClusterSettings cluster,
    HttpSettings web,
    BalancerSettings balancer,
    HandlerSettings handlers,
    App app,
    StopSettings stop,
    LogSettings log) {

  /**
   * The settings of the application.
   *
   * @param check its health check
   * @param supervise the programs that Hearsay runs
   */
  public record App(CheckSettings check, SuperviseSettings supervise) {}

  /** See {@link App#check()}. */
  public CheckSettings check() {
    return app.check();
  }

  /** See {@link App#supervise()}. */
  public SuperviseSettings supervise() {
    return app.supervise();
  }

  /** The listener of API and dashboard. */
  public HostPort http() {
    return web.api();
  }

  /** The listener of health and metrics. */
  public HostPort health() {
    return web.health();
  }

  /** The token with which other hosts may make changes; empty: they may not. */
  public Optional<String> token() {
    return web.token();
  }

  /** Whether this agent drives a HAProxy. */
  public boolean isBalancer() {
    return cluster.tags().role().equals("balancer") && !balancer.get(BalancerOption.NO_BALANCER);
  }

  /** Does not print the token. */
  @Override
  public String toString() {
    return "AgentSettings of " + cluster.name();
  }
}
