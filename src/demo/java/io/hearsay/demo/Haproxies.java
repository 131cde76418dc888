package io.hearsay.demo;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The HAProxy processes that run with the demo's configuration, whoever started them. */
final class Haproxies {
  private final String config;

  Haproxies(Path config) {
    this.config = config.toString();
  }

  SortedSet<Long> pids() {
    return ProcessHandle.allProcesses()
        .filter(this::isOurs)
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Ends all of them, at once. */
  void kill() {
    ProcessHandle.allProcesses().filter(this::isOurs).forEach(ProcessHandle::destroyForcibly);
  }

  private boolean isOurs(ProcessHandle process) {
    var info = process.info();
    return info.command().filter(command -> command.endsWith("haproxy")).isPresent()
        && info.arguments()
            .filter(arguments -> Arrays.asList(arguments).contains(config))
            .isPresent();
  }
}
