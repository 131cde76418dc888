package io.hearsay.balancer.haproxy;

import java.util.List;

/**
 * Builds HAProxy's processes: they get our environment without the sidecar's own variables, which
 * may contain secrets.
 */
final class Commands {
  private static final String OURS = "HEARSAY_";

  private Commands() {}

  static ProcessBuilder of(List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith(OURS));
    return builder;
  }
}
