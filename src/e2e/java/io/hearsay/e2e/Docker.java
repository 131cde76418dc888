package io.hearsay.e2e;

import io.hearsay.testkit.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The engine, which the script has started and named in DOCKER_HOST. */
final class Docker {
  /** The label of everything that this run starts by itself, so that it can be found again. */
  static final String LABEL = "io.hearsay.e2e";

  private Docker() {}

  /** Runs {@code docker ARGS} and returns its output. */
  static String run(String... args) {
    return Command.run(Map.of(), command(args));
  }

  /** The same where failure is of interest. */
  static Command.Outcome attempt(String... args) {
    return Command.attempt(Map.of(), command(args));
  }

  /** Runs {@code docker run -d ARGS}. */
  static Container start(String... args) {
    var command = new ArrayList<>(List.of("run", "-d", "--label", LABEL));
    command.addAll(List.of(args));
    return new Container(run(command.toArray(String[]::new)));
  }

  private static List<String> command(String... args) {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(args));
    return command;
  }
}
