package io.hearsay.bench.apply;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Exit;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Network;
import io.hearsay.testkit.Results;
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
   * Exits with 0 if everything was measured, even if targets were missed.
   *
   * @param args none
   */
  public static void main(String[] args) throws Exception {
    Exit.with(() -> new Main(Settings.of(Env.ofProcess())).run());
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
    // The websockets first, so that memory is measured on a HAProxy that has seen no load yet.
    var rows = new LinkedHashMap<Integer, Row>();
    rows.put(7, new WebSockets());
    rows.put(1, new ServerChanges());
    rows.put(2, new Reloads());
    rows.put(8, new DeadServer());
    rows.put(4, new Crash(4));
    rows.put(5, new Crash(5));
    rows.put(10, new Kills());
    rows.put(11, new Newcomer());
    complete &= group(haproxy, rows, h -> Stage.withSpare(settings, h));
    complete &= alone(haproxy);
    if (settings.rows().contains(6)) {
      try (var network = new Network(settings.prefix())) {
        var webs = List.of(network.host(), network.host(), network.host());
        complete &=
            group(
                haproxy,
                Map.of(6, new Silence(network)),
                h -> new Stage(settings, h, network.here("balancer")).start(webs));
      }
    }
    return complete;
  }

  /** Measures rows on one stage; a row that breaks off is followed by a new stage. */
  private boolean group(
      Settings.Haproxy haproxy, Map<Integer, Row> rows, Function<Settings.Haproxy, Stage> stage) {
    boolean complete = true;
    try {
      for (var row : rows.entrySet()) {
        if (settings.rows().contains(row.getKey())) {
          var section = section(row.getKey(), haproxy);
          try {
            if (current == null) {
              current = stage.apply(haproxy);
            }
            row.getValue().measure(current, settings, section);
          } catch (Failure e) {
            complete = false;
            section.brokeOff(e.getMessage());
            end();
          }
        }
      }
    } finally {
      end();
    }
    return complete;
  }

  /** Measures the rows that need no agents beside their members. */
  private boolean alone(Settings.Haproxy haproxy) {
    boolean complete = true;
    for (var row : List.of(3, 9, 12)) {
      if (settings.rows().contains(row)) {
        var section = section(row, haproxy);
        try {
          alone(row, haproxy, section);
        } catch (Failure e) {
          complete = false;
          section.brokeOff(e.getMessage());
        }
      }
    }
    return complete;
  }

  private void alone(int row, Settings.Haproxy haproxy, Results.Section section) {
    if (row == 12) {
      try (var bench = new NewServers(settings, haproxy, section)) {
        bench.measure();
      }
      return;
    }
    try (var bench = new PipelineBench(settings, haproxy, section)) {
      if (row == 3) {
        bench.firstAnswers();
      } else {
        bench.manyServers();
      }
    }
  }

  private Results.Section section(int row, Settings.Haproxy haproxy) {
    return results.section(row + ", " + haproxy.version());
  }

  private synchronized void end() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
