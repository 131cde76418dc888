package io.hearsay.bench.hostile;

import io.hearsay.testkit.Env;
import java.nio.file.Path;
import java.util.Set;

/**
 * What was asked for.
 *
 * @param rows to measure
 * @param stall seconds for which nobody reads
 */
record Settings(Env env, Set<Integer> rows, int stall) {
  static Settings of(Env env) {
    return new Settings(
        env, env.numbersOrAll("ROWS", 3, 7), env.number("STALL", 60, 1, 3600));
  }

  /** The agent's program. */
  String hearsay() {
    return env.text("BENCH_HEARSAY");
  }

  /** HAProxy's. */
  String haproxy() {
    return env.text("BENCH_HAPROXY");
  }

  /** The class path of the benchmark, for processes of Java that it starts. */
  String classes() {
    return env.text("BENCH_CLASSES");
  }

  /** For logs and configurations. */
  Path directory() {
    return env.path("BENCH_DIRECTORY");
  }

  /** Of network namespaces. */
  String prefix() {
    return env.text("BENCH_PREFIX");
  }
}
