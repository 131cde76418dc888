package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The HAProxy processes that a sidecar started for one configuration file, found by their command
 * lines. Their program is not compared: it may have been replaced by a newer one, and a process in
 * which setsid is about to run HAProxy already counts.
 */
final class ProcessList {
  private final String pidFile;
  private final List<String> configs;

  /**
   * Lists processes with {@code -f CONFIG}, or with a configuration given directly, and {@code -p
   * PIDFILE}.
   */
  ProcessList(Path config, Path pidFile) {
    this.pidFile = "-p\0" + pidFile + "\0";
    this.configs = List.of("-f\0" + config + "\0", "-f\0" + StartSocket.STANDARD_INPUT + "\0");
  }

  /** All running ones, including those starting and finishing. */
  List<ProcessHandle> all() {
    long self = ProcessHandle.current().pid();
    return ProcessHandle.allProcesses()
        .filter(p -> p.pid() != self && contains(p) && HaproxyProcess.isAlive(p))
        .toList();
  }

  /** Whether a process is one of them. */
  boolean contains(ProcessHandle process) {
    try {
      var words = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
      return words.contains(pidFile) && configs.stream().anyMatch(words::contains);
    } catch (IOException e) {
      // It has ended, or belongs to another user.
      return false;
    }
  }
}
