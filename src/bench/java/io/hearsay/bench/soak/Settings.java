package io.hearsay.bench.soak;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Prepared;

/**
 * What the script found out and what the user asked for.
 *
 * @param minutes the length of the real part
 * @param rate requests per second
 */
record Settings(Env env, int minutes, int rate) implements Prepared {
  private static final int DAY = 1440;

  static Settings of(Env env) {
    return new Settings(env, env.number("MINUTES", 30, 1, DAY), env.number("RATE", 100, 1, 1000));
  }
}
