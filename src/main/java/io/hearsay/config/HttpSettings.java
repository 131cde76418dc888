package io.hearsay.config;

import io.hearsay.membership.HostPort;
import java.util.Optional;

/**
 * What the agent serves over HTTP.
 *
 * @param api and dashboard
 * @param health and metrics
 * @param token that opens changing calls to other hosts; empty: they are closed
 */
public record HttpSettings(HostPort api, HostPort health, Optional<String> token) {
  /** Does not print the token. */
  @Override
  public String toString() {
    return "HttpSettings[api=" + api + ", health=" + health + "]";
  }
}
