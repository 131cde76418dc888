package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The HAProxy processes that a sidecar started for one configuration file, found by their command
 * lines. Their program is not asked for: it may have been replaced by a newer one since, and what
 * setsid is about to run is one of them already.
 */
final class ProcessList {
  private final String pidFile;
  private final List<String> configs;

  /** Those with {@code -f CONFIG}, or one that they were given directly, and {@code -p PIDFILE}. */
  ProcessList(Path config, Path pidFile) {
    this.pidFile = "-p\0" + pidFile + "\0";
    this.configs = List.of("-f\0" + config + "\0", "-f\0" + StartSocket.STANDARD_INPUT + "\0");
  }

  /** All that run, starting and finishing ones too. */
  List<ProcessHandle> all() {
    long self = ProcessHandle.current().pid();
    return ProcessHandle.allProcesses()
        .filter(p -> p.pid() != self && contains(p) && HaproxyProcess.isAlive(p))
        .toList();
  }

  /** Whether it is one of them. */
  boolean contains(ProcessHandle process) {
    try {
      var words = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
      return words.contains(pidFile) && configs.stream().anyMatch(words::contains);
    } catch (IOException e) {
      // It has ended, or it is none of our business.
      return false;
    }
  }
}
