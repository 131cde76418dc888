package io.hearsay.bench.hostile;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was asked for.
 *
 * @param hearsay the program
 * @param classes of the benchmark, for processes of Java that it starts
 * @param directory for logs and configurations
 * @param prefix of network namespaces
 * @param rows to measure
 * @param stall seconds for which nobody reads
 */
record Settings(
    String hearsay, String classes, Path directory, String prefix, Set<String> rows, int stall) {
  private static final int STALL = 60;

  static Settings of(Map<String, String> env) {
    var rows =
        Arrays.stream(env.getOrDefault("ROWS", "").split("[ ,]+"))
            .filter(row -> !row.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    var known = Set.of("3", "4", "5", "6", "7");
    if (!known.containsAll(rows)) {
      throw new IllegalArgumentException("ROWS are of " + new TreeSet<>(known) + ": " + rows);
    }
    var stall = env.getOrDefault("STALL", "");
    return new Settings(
        env.get("BENCH_HEARSAY"),
        env.get("BENCH_CLASSES"),
        Path.of(env.get("BENCH_DIRECTORY")),
        env.get("BENCH_PREFIX"),
        rows.isEmpty() ? known : rows,
        stall.isEmpty() ? STALL : Integer.parseInt(stall));
  }

  /** The virtual machine that runs the benchmark, for more of its kind. */
  String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
