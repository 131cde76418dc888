package io.hearsay.bench.apply;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Started by {@code apply.sh} inside a network namespace of its own. */
public final class Main {
  private final Settings settings;
  private final Results results = new Results(System.out);
  private Stage current;

  private Main(Settings settings) {
    this.settings = settings;
  }

  /**
   * Exit code 0 if everything was measured, missed targets included; 1 if not, 2 if it cannot run.
   *
   * @param args none
   */
  public static void main(String[] args) throws IOException {
    try {
      System.exit(new Main(Settings.of(System.getenv())).run() ? 0 : 1);
    } catch (Failure e) {
      System.err.println("The benchmark cannot run: " + e.getMessage());
      System.exit(2);
    }
  }

  private boolean run() throws IOException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    boolean complete = true;
    for (var haproxy : settings.proxies()) {
      complete &= measure(haproxy);
    }
    var table = results.table();
    Files.writeString(settings.directory().resolve("table.txt"), table);
    results.say("\n" + table);
    return complete;
  }

  private boolean measure(Settings.Haproxy haproxy) {
    boolean complete = true;
    // The websockets first: memory is measured of a HAProxy that has not seen any load yet.
    complete &=
        group(
            haproxy,
            numbered(
                7,
                new WebSockets(),
                1,
                new ServerChanges(),
                2,
                new Reloads(),
                8,
                new DeadServer(),
                4,
                new Crash(4),
                5,
                new Crash(5),
                10,
                new Kills(),
                11,
                new Newcomer()),
            h -> Stage.withSpare(settings, h));
    if (settings.rows().contains(3) || settings.rows().contains(9)) {
      complete &= alone(haproxy);
    }
    if (settings.rows().contains(6)) {
      try (var network = new Network(settings.prefix())) {
        complete &=
            group(
                haproxy,
                numbered(6, new Silence(network)),
                h ->
                    new Stage(settings, h, network.balancer())
                        .start(List.of(network.web(), network.web(), network.web())));
      }
    }
    return complete;
  }

  private static Map<Integer, Row> numbered(Object... pairs) {
    var rows = new LinkedHashMap<Integer, Row>();
    for (int i = 0; i < pairs.length; i += 2) {
      rows.put((Integer) pairs[i], (Row) pairs[i + 1]);
    }
    return rows;
  }

  /** Rows on one stage; a new one after a row that broke off. */
  private boolean group(
      Settings.Haproxy haproxy, Map<Integer, Row> rows, Function<Settings.Haproxy, Stage> stage) {
    boolean complete = true;
    try {
      for (var row : rows.entrySet()) {
        if (settings.rows().contains(row.getKey())) {
          results.begin(row.getKey(), haproxy.version());
          try {
            if (current == null) {
              current = stage.apply(haproxy);
            }
            row.getValue().measure(current, settings, results);
          } catch (Failure e) {
            complete = false;
            results.note("broke off: " + e.getMessage());
            end();
          }
        }
      }
    } finally {
      end();
    }
    return complete;
  }

  /** Rows of the pipeline alone. */
  private boolean alone(Settings.Haproxy haproxy) {
    boolean complete = true;
    for (var row : List.of(3, 9)) {
      if (settings.rows().contains(row)) {
        results.begin(row, haproxy.version());
        try (var bench = new PipelineBench(settings, haproxy, results)) {
          if (row == 3) {
            bench.firstAnswers();
          } else {
            bench.manyServers();
          }
        } catch (Failure e) {
          complete = false;
          results.note("broke off: " + e.getMessage());
        }
      }
    }
    return complete;
  }

  private synchronized void end() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
