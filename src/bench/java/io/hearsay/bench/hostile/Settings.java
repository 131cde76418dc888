package io.hearsay.bench.hostile;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Prepared;
import java.util.Set;

/**
 * What the user asked for.
 *
 * @param rows to measure
 * @param stall the number of seconds for which nobody reads
 */
record Settings(Env env, Set<Integer> rows, int stall) implements Prepared {
  static Settings of(Env env) {
    return new Settings(env, env.numbersOrAll("ROWS", 1, 8), env.number("STALL", 60, 1, 3600));
  }

  /** The library that gives a process another clock. */
  String faketime() {
    return env.text("KIT_FAKETIME");
  }
}
