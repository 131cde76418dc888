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
 * Everything that an agent is started with, checked.
 *
 * @param web what it serves over HTTP
 * @param balancer used if the role is balancer
 * @param handlers users' scripts on events
 * @param app the application
 * @param stop limits for the way out
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
   * What concerns the application.
   *
   * @param check of it
   * @param supervise what runs as our child
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

  /** Where API and dashboard listen. */
  public HostPort http() {
    return web.api();
  }

  /** Where health and metrics listen. */
  public HostPort health() {
    return web.health();
  }

  /** Opens changing calls to other hosts; empty: they are closed. */
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
