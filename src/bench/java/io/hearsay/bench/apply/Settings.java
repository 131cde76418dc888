package io.hearsay.bench.apply;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the script found out and what the user asked for.
 *
 * @param rows of the table
 * @param proxies the versions of HAProxy
 * @param changes in rows 1 and 2; rows 3 and 7 make fewer in proportion
 * @param runs repetitions of rows 4, 5, 6 and 8
 * @param kills of the sidecar, of each version
 * @param gapMillis from one change to the next
 * @param hearsay the agent's program
 * @param classes where the web node and this program are compiled
 * @param pipeline the class path of the pipeline's own program
 * @param template of the user, empty for the built-in one
 * @param directory for logs and run-time files
 * @param prefix of the names of network namespaces
 */
record Settings(
    TreeSet<Integer> rows,
    List<Haproxy> proxies,
    int changes,
    int runs,
    int kills,
    int gapMillis,
    String hearsay,
    String classes,
    String pipeline,
    String template,
    Path directory,
    String prefix) {
  static final int ROWS = 11;
  static final int RATE = 600;

  /** A version of HAProxy and its program. */
  record Haproxy(String version, String program) {}

  static Settings of(Map<String, String> env) {
    var rows = new TreeSet<Integer>();
    for (var word : words(env, "ROWS")) {
      rows.add(number("ROWS", word, 1, ROWS));
    }
    for (int row = 1; rows.size() < ROWS && words(env, "ROWS").isEmpty(); row++) {
      rows.add(row);
    }
    var proxies = new ArrayList<Haproxy>();
    for (var word : words(env, "BENCH_HAPROXY")) {
      int equals = word.indexOf('=');
      proxies.add(new Haproxy(word.substring(0, equals), word.substring(equals + 1)));
    }
    return new Settings(
        rows,
        proxies,
        number(env, "CHANGES", 100, 4, 10_000),
        number(env, "RUNS", 2, 1, 100),
        number(env, "KILLS", 100, 1, 10_000),
        number(env, "GAP", 600, 50, 60_000),
        env.get("BENCH_HEARSAY"),
        env.get("BENCH_CLASSES"),
        env.get("BENCH_PIPELINE"),
        env.getOrDefault("TEMPLATE", ""),
        Path.of(env.get("BENCH_DIRECTORY")),
        env.get("BENCH_PREFIX"));
  }

  private static List<String> words(Map<String, String> env, String name) {
    return List.of(env.getOrDefault(name, "").split("[ ,]+")).stream()
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static int number(
      Map<String, String> env, String name, int byDefault, int least, int most) {
    var given = words(env, name);
    if (given.size() > 1) {
      throw new Failure(name + " is one number");
    }
    return given.isEmpty() ? byDefault : number(name, given.getFirst(), least, most);
  }

  private static int number(String name, String word, int least, int most) {
    try {
      int number = Integer.parseInt(word);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw new Failure(name + ": " + word + " is not a number from " + least + " to " + most);
  }
}
