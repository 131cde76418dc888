package io.hearsay.bench.apply;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Prepared;
import java.util.List;
import java.util.Set;

/**
 * What the script found out and what the user asked for.
 *
 * @param rows the rows of the table to measure
 * @param proxies the versions of HAProxy
 * @param changes the number of changes in rows 1 and 2; rows 3, 7 and 12 make fewer in proportion
 * @param runs repetitions of rows 4, 5, 6 and 8
 * @param kills of the sidecar, for each version
 * @param gapMillis the time from one change to the next
 */
record Settings(
    Env env,
    Set<Integer> rows,
    List<Haproxy> proxies,
    int changes,
    int runs,
    int kills,
    int gapMillis)
    implements Prepared {
  static final int RATE = 600;
  private static final int ROWS = 12;

  /** A version of HAProxy and its program. */
  record Haproxy(String version, String program) {
    static Haproxy of(String word) {
      int equals = word.indexOf('=');
      return new Haproxy(word.substring(0, equals), word.substring(equals + 1));
    }
  }

  static Settings of(Env env) {
    return new Settings(
        env,
        env.numbersOrAll("ROWS", 1, ROWS),
        env.words("KIT_HAPROXIES").stream().map(Haproxy::of).toList(),
        env.number("CHANGES", 100, 4, 10_000),
        env.number("RUNS", 2, 1, 100),
        env.number("KILLS", 100, 1, 10_000),
        env.number("GAP", 600, 50, 60_000));
  }

  /** The class path of programs that use the product's classes. */
  String pipeline() {
    return env.text("KIT_PIPELINE");
  }

  /** The user's template, empty for the built-in one. */
  String template() {
    return env.text("TEMPLATE");
  }
}
