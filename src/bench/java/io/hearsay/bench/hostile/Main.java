package io.hearsay.bench.hostile;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Exit;
import io.hearsay.testkit.Results;
import java.util.Map;
import java.util.TreeMap;

/** Started by {@code hostile.sh} inside a network namespace of its own. */
public final class Main {
  private Main() {}

  /**
   * Exits with 0 if every bound was kept.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    Exit.with(() -> run(Settings.of(Env.ofProcess())));
  }

  private static boolean run(Settings settings) {
    var rows =
        new TreeMap<Integer, Row>(
            Map.of(
                1, new Impossible(),
                2, new Templates(),
                3, new StalledReader(),
                4, new Crowd(),
                5, new Callers(),
                6, new Datagrams(),
                7, new Networks(),
                8, new SameName()));
    rows.keySet().retainAll(settings.rows());
    var results = new Results(System.err);
    for (var row : rows.entrySet()) {
      var section = results.section(row.getKey().toString());
      try {
        row.getValue().measure(settings, section);
      } catch (Exception e) {
        e.printStackTrace();
        section.brokeOff(e.toString());
      }
    }
    System.out.print(results.table());
    return results.allReached();
  }
}
