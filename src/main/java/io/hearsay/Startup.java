package io.hearsay;

import io.hearsay.config.AgentSettings;
import io.hearsay.membership.HostPort;
import io.quarkus.runtime.QuarkusBindException;
import java.net.BindException;

/** Says in one line why Quarkus did not start. */
final class Startup {
  private Startup() {}

  static String explain(Throwable failure, AgentSettings settings) {
    return explain(failure, settings.http(), settings.health());
  }

  /** Names the one address that could not be had, and the option that would choose another. */
  static String explain(Throwable failure, HostPort http, HostPort health) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof QuarkusBindException) {
        return taken("--http", http, cause);
      } else if (cause instanceof BindException) {
        // Quarkus wraps only what its main server meets; the other one is that of health.
        return taken("--health", health, cause);
      }
    }
    return "cannot start: " + failure;
  }

  private static String taken(String option, HostPort address, Throwable cause) {
    return "cannot listen on %s %s: %s. Is another agent running there? Choose another address"
        .formatted(option, address, cause.getMessage());
  }
}
