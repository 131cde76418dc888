package io.hearsay.config;

import io.hearsay.membership.HostPort;
import java.util.Optional;

/**
 * The HTTP listeners of the agent.
 *
 * @param api where API and dashboard listen
 * @param health where health and metrics listen
 * @param token with which other hosts may make changes; empty: they may not
 */
public record HttpSettings(HostPort api, HostPort health, Optional<String> token) {
  /** Does not print the token. */
  @Override
  public String toString() {
    return "HttpSettings[api=" + api + ", health=" + health + "]";
  }
}
