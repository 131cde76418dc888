package io.hearsay.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a balancer's agent on the standard ports of an address, with pauses short
 * enough for tests.
 *
 * @param frontend the address of HAProxy's frontend, on port 8080
 */
public record BalancerCommand(Subject subject, String name, String ip, String frontend) {
  /** A balancer whose frontend is on the same address. */
  public BalancerCommand(Subject subject, String name, String ip) {
    this(subject, name, ip, ip);
  }

  /**
   * Writes the settings into a directory and returns the words of the command.
   *
   * @param settings additional lines of settings
   * @param flags additional flags
   */
  public List<String> words(Path directory, String settings, String... flags) throws IOException {
    var file =
        Files.writeString(
            directory.resolve("hearsay.properties"),
            """
            hearsay.balancer.frontend=%s:8080
            hearsay.balancer.stats=%s:1936
            hearsay.balancer.min-gap=100ms
            hearsay.stop.haproxy=500ms
            hearsay.stop.drain=500ms
            %s
            """
                .formatted(frontend, ip, settings));
    var arguments = new ArrayList<>(List.of("agent", "--name", name, "--role", "balancer"));
    arguments.addAll(List.of("--tag", "zone=a", "--bind", ip + ":7946", "--http", ip + ":7373"));
    arguments.addAll(List.of("--health", ip + ":7374", "--config", file.toString()));
    arguments.addAll(List.of(flags));
    return subject.with(arguments);
  }
}
