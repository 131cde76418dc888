package io.hearsay;

import io.hearsay.config.AgentSettings;
import io.hearsay.membership.HostPort;
import io.quarkus.runtime.QuarkusBindException;

/** Says in one line why Quarkus did not start. */
final class Startup {
  private Startup() {}

  static String explain(Throwable failure, AgentSettings settings) {
    return explain(failure, settings.http(), settings.health());
  }

  /** Names the one address that could not be had, and the option that would choose another. */
  static String explain(Throwable failure, HostPort http, HostPort health) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof QuarkusBindException bind) {
        var refused = new HostPort(bind.getHost(), bind.getPort());
        // Both may be told to listen on one address: then it is the second, which is opened last.
        return "cannot listen on "
            + (refused.equals(health) ? "--health " : refused.equals(http) ? "--http " : "")
            + refused
            + ": "
            + cause.getMessage()
            + ". Is another agent running there? Choose another address";
      }
    }
    return "cannot start: " + failure;
  }
}
