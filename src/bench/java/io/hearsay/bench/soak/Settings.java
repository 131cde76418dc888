package io.hearsay.bench.soak;

import io.hearsay.bench.apply.Failure;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the script found out and what the user asked for.
 *
 * @param minutes of the real part
 * @param rate requests a second
 * @param hearsay the agent's program
 * @param haproxy its program
 * @param classes where the web node and this program are compiled
 * @param directory for logs and run-time files
 */
record Settings(
    int minutes, int rate, String hearsay, String haproxy, String classes, Path directory) {
  private static final int DAY = 1440;
  private static final int MAX_RATE = 1000;

  static Settings of(Map<String, String> env) {
    return new Settings(
        number(env, "MINUTES", 30, DAY),
        number(env, "RATE", 100, MAX_RATE),
        env.get("BENCH_HEARSAY"),
        env.get("BENCH_HAPROXY"),
        env.get("BENCH_CLASSES"),
        Path.of(env.get("BENCH_DIRECTORY")));
  }

  private static int number(Map<String, String> env, String name, int byDefault, int most) {
    var given = env.getOrDefault(name, "").strip();
    if (given.isEmpty()) {
      return byDefault;
    }
    try {
      int number = Integer.parseInt(given);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw new Failure(name + ": " + given + " is not a number from 1 to " + most);
  }
}
