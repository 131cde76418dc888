package io.hearsay.bench.membership;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is asked for.
 *
 * @param rows of the table
 * @param sizes instead of the rows' own; empty: theirs
 * @param runs repetitions of what takes seconds; what takes a minute is done once
 * @param hold how long loss, a partition and idling last
 * @param hearsay the program
 * @param prefix of the names of all namespaces
 * @param directory for logs and the table
 */
record Settings(
    SortedSet<Integer> rows,
    List<Integer> sizes,
    int runs,
    Duration hold,
    String hearsay,
    String prefix,
    Path directory) {
  private static final int ROWS = 12;
  private static final int LEAST = 3;
  private static final int MOST = 200;

  /**
   * From the environment.
   *
   * @throws Failure naming the variable that is wrong
   */
  static Settings of(Map<String, String> env) {
    var rows = numbers(env, "ROWS", 1, ROWS);
    if (rows.isEmpty()) {
      for (int row = 1; row <= ROWS; row++) {
        rows.add(row);
      }
    }
    return new Settings(
        rows,
        List.copyOf(numbers(env, "N", LEAST, MOST)),
        number(env, "RUNS", 3, 1, 1000),
        Duration.ofSeconds(number(env, "HOLD", 60, 5, 3600)),
        env.get("BENCH_HEARSAY"),
        env.get("BENCH_PREFIX"),
        Path.of(env.get("BENCH_DIRECTORY")));
  }

  private static int number(
      Map<String, String> env, String name, int byDefault, int least, int most) {
    var given = numbers(env, name, least, most);
    if (given.size() > 1) {
      throw new Failure(name + " is one number");
    }
    return given.isEmpty() ? byDefault : given.first();
  }

  private static TreeSet<Integer> numbers(
      Map<String, String> env, String name, int least, int most) {
    var numbers = new TreeSet<Integer>();
    Arrays.stream(env.getOrDefault(name, "").split("[ ,]+"))
        .filter(word -> !word.isEmpty())
        .map(word -> number(name, word, least, most))
        .forEach(numbers::add);
    return numbers;
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
