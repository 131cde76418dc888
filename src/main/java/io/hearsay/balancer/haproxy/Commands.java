package io.hearsay.balancer.haproxy;

import java.util.List;

/**
 * How every program of HAProxy's is run: with our environment but for what is meant for the sidecar
 * alone, among which there may be secrets.
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
