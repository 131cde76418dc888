package io.hearsay.e2e;

import io.hearsay.testkit.Command;
import io.hearsay.testkit.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of the compose files, unchanged, under a name and on ports of its own.
 *
 * @param name of the project, the prefix of all its containers and networks
 * @param file in compose/
 * @param ports of this host, by the variables of the compose files
 */
record Project(String name, Path file, Map<String, String> ports) {

  /** Runs {@code docker compose ARGS} and returns its output. */
  String compose(String... args) {
    var command =
        new ArrayList<>(
            List.of("docker", "compose", "--ansi", "never", "-p", name, "-f", file.toString()));
    command.addAll(List.of(args));
    return Command.run(ports, command);
  }

  /** The running containers of a service, ordered by number. */
  List<Container> containers(String service) {
    return compose("ps", "-q", service).lines().map(Container::new).toList();
  }

  /** The only container of a service. */
  Container container(String service) {
    var all = containers(service);
    if (all.size() != 1) {
      throw new Failure(service + " has " + all.size() + " containers");
    }
    return all.getFirst();
  }

  /** Kills and removes containers and networks: how containers stop is tested by other stories. */
  void down() {
    compose("kill");
    compose("down", "-v", "--remove-orphans", "-t", "1");
  }

  String logs() {
    return compose("logs", "--no-color", "--tail", "40");
  }
}
