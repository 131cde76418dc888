package io.hearsay.bench.membership;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Prepared;
import java.time.Duration;
import java.util.SortedSet;

/**
 * What the user asked for.
 *
 * @param rows of the table
 * @param sizes instead of the rows' own; empty: the rows' own
 * @param runs repetitions of what takes seconds; what takes a minute is done once
 * @param hold how long loss, a partition and idling last
 */
record Settings(Env env, SortedSet<Integer> rows, SortedSet<Integer> sizes, int runs, Duration hold)
    implements Prepared {
  private static final int ROWS = 12;
  private static final int LEAST = 3;
  private static final int MOST = 200;

  static Settings of(Env env) {
    return new Settings(
        env,
        env.numbersOrAll("ROWS", 1, ROWS),
        env.numbers("N", LEAST, MOST),
        env.number("RUNS", 3, 1, 1000),
        Duration.ofSeconds(env.number("HOLD", 60, 5, 3600)));
  }
}
