package io.hearsay.bench.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The HAProxy processes of one configuration, whoever started them; from /proc. */
public final class Haproxies {
  private static final String LISTENING = "0A";
  private static final int STATE = 3;
  private static final int INODE = 9;

  private final Path config;

  /** Those that were started with that file. */
  public Haproxies(Path config) {
    this.config = config;
  }

  List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses().filter(this::ours).toList();
  }

  /** How many there are, old ones included. */
  public int count() {
    return processes().size();
  }

  /** How many of them listen on that port. */
  long serving(int port) {
    var end = String.format(":%04X", port);
    Set<String> inodes =
        Stream.concat(lines("/proc/net/tcp"), lines("/proc/net/tcp6"))
            .map(line -> line.strip().split("\\s+"))
            .filter(w -> w.length > INODE && w[1].endsWith(end) && w[STATE].equals(LISTENING))
            .map(w -> "socket:[" + w[INODE] + "]")
            .collect(Collectors.toSet());
    return processes().stream().filter(p -> holdsAny(p, inodes)).count();
  }

  private static Stream<String> lines(String table) {
    try {
      return Files.readAllLines(Path.of(table)).stream();
    } catch (IOException e) {
      return Stream.empty(); // A host without that family.
    }
  }

  private static boolean holdsAny(ProcessHandle process, Set<String> inodes) {
    try (var descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return descriptors.anyMatch(
          fd -> {
            try {
              return inodes.contains(Files.readSymbolicLink(fd).toString());
            } catch (IOException e) {
              return false;
            }
          });
    } catch (IOException e) {
      return false;
    }
  }

  /** Memory of all of them, shared pages counted once; MiB. */
  double pss() {
    return rollup("Pss:");
  }

  /** What of it is neither program nor library; MiB. */
  double anonymous() {
    return rollup("Pss_Anon:");
  }

  private double rollup(String field) {
    return processes().stream().mapToLong(p -> kibibytes(p, field)).sum() / 1024.0;
  }

  private static long kibibytes(ProcessHandle process, String field) {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup")).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /** SIGKILL to all. */
  public void kill() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  private boolean ours(ProcessHandle process) {
    var info = process.info();
    return info.command().filter(c -> c.endsWith("haproxy")).isPresent()
        && info.arguments()
            .filter(words -> Arrays.asList(words).contains(config.toString()))
            .isPresent();
  }
}
