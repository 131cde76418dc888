package io.hearsay;

import io.hearsay.config.AgentSettings;
import java.net.BindException;

/** Says in one line why Quarkus did not start. */
final class Startup {
  private Startup() {}

  static String explain(Throwable failure, AgentSettings settings) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException
          || cause.getClass().getSimpleName().equals("QuarkusBindException")) {
        return "cannot listen on --http "
            + settings.http()
            + " or --health "
            + settings.health()
            + ": "
            + cause.getMessage()
            + ". Is another agent running there? Choose other addresses";
      }
    }
    return "cannot start: " + failure;
  }
}
