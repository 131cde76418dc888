package io.hearsay.bench.soak;

import io.hearsay.testkit.Env;
import java.nio.file.Path;

/**
 * What the script found out and what the user asked for.
 *
 * @param minutes of the real part
 * @param rate requests a second
 */
record Settings(Env env, int minutes, int rate) {
  private static final int DAY = 1440;

  static Settings of(Env env) {
    return new Settings(
        env, env.number("MINUTES", 30, 1, DAY), env.number("RATE", 100, 1, 1000));
  }

  /** The agent's program. */
  String hearsay() {
    return env.text("BENCH_HEARSAY");
  }

  /** HAProxy's. */
  String haproxy() {
    return env.text("BENCH_HAPROXY");
  }

  /** Where the web node and this program are compiled. */
  String classes() {
    return env.text("BENCH_CLASSES");
  }

  /** For logs and run-time files. */
  Path directory() {
    return env.path("BENCH_DIRECTORY");
  }
}
