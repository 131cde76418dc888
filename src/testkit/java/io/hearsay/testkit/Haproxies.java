package io.hearsay.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The HAProxy processes of one configuration, whoever started them. */
public final class Haproxies {
  private final String config;

  /** The processes that were started with that file. */
  public Haproxies(Path config) {
    this.config = config.toString();
  }

  private List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(this::ours).toList();
  }

  /** How many there are, including old processes. */
  public int count() {
    return processes().size();
  }

  /** Their process ids. */
  public SortedSet<Long> pids() {
    return processes().stream()
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How many of them listen on that port. */
  public long serving(int port) {
    var sockets = InetTable.listening(port);
    return processes().stream().filter(p -> holdsAny(p, sockets)).count();
  }

  private static boolean holdsAny(ProcessHandle process, Set<String> sockets) {
    try (var descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return descriptors.anyMatch(
          fd -> {
            try {
              return sockets.contains(Files.readSymbolicLink(fd).toString());
            } catch (IOException e) {
              return false;
            }
          });
    } catch (IOException e) {
      return false;
    }
  }

  /** The memory of all of them in MiB; shared pages count once. */
  public double pss() {
    return memory("Pss:");
  }

  /** The part of it that is neither program nor library, in MiB. */
  public double anonymous() {
    return memory("Pss_Anon:");
  }

  private double memory(String field) {
    return pids().stream().mapToLong(pid -> memory(pid, field)).sum() / 1024.0;
  }

  private static long memory(long pid, String field) {
    try {
      return new Proc(pid).memory(field);
    } catch (Failure e) {
      return 0; // it has just ended
    }
  }

  /** Sends SIGKILL to all. */
  public void kill() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  private boolean ours(ProcessHandle process) {
    var info = process.info();
    return info.command().filter(command -> command.endsWith("haproxy")).isPresent()
        && info.arguments().filter(words -> Arrays.asList(words).contains(config)).isPresent();
  }
}
