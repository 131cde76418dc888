package io.hearsay.bench.membership;

import io.hearsay.testkit.Env;
import io.hearsay.testkit.Exit;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** Started by {@code membership.sh} inside the switch's namespace. */
public final class Main {
  private final Settings settings;
  private final Network network;
  private final Samples results = new Samples(System.out);
  private final AtomicReference<Fleet> current = new AtomicReference<>();

  private Main(Settings settings) {
    this.settings = settings;
    this.network = new Network(settings.prefix());
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
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    var tools = new ArrayList<Tool>();
    tools.add(new Hearsay(settings.hearsay(), settings.directory()));
    if (Serf.installed()) {
      tools.add(new Serf());
    }
    var serf = tools.size() > 1 ? tools.getLast().name() : "Serf: not installed";
    tools.forEach(tool -> results.say(tool.name() + ": " + tool.version()));
    boolean complete = true;
    for (var plan : plan().entrySet()) {
      for (var tool : tools) {
        complete &= measure(tool, plan.getKey(), plan.getValue());
      }
    }
    var table = new Table(results, settings.rows()).print(tools.getFirst().name(), serf);
    Files.writeString(settings.directory().resolve("table.txt"), table);
    results.say("\n" + table);
    return complete;
  }

  /** The scenarios for a fleet of each size. */
  private TreeMap<Integer, List<Scenario.Choice>> plan() {
    var plan = new TreeMap<Integer, List<Scenario.Choice>>();
    for (var choice : Scenario.all()) {
      choice.rows().stream()
          .filter(settings.rows()::contains)
          .flatMap(
              row -> (settings.sizes().isEmpty() ? Measure.sizes(row) : settings.sizes()).stream())
          .distinct()
          .forEach(size -> plan.computeIfAbsent(size, s -> new ArrayList<>()).add(choice));
    }
    return plan;
  }

  /**
   * Uses one fleet for all scenarios, and a new one after a scenario that does not leave it whole.
   */
  private boolean measure(Tool tool, int size, List<Scenario.Choice> choices) throws IOException {
    boolean complete = true;
    try {
      for (var choice : choices) {
        try {
          if (current.get() == null) {
            start(tool, size);
          }
          choice.scenario().run(current.get(), settings, results);
        } catch (Failure e) {
          complete = false;
          results.note(
              "%s, N=%d, rows %s broke off: %s"
                  .formatted(tool.name(), size, choice.rows(), e.getMessage()));
          end();
        }
        if (current.get() != null && current.get().spoiled()) {
          end();
        }
      }
    } finally {
      end();
    }
    return complete;
  }

  private void start(Tool tool, int size) throws IOException {
    results.say("%s: starting %d members".formatted(tool.name(), size));
    var logs = settings.directory().resolve(tool.name().toLowerCase(Locale.ROOT) + "-" + size);
    var fleet = new Fleet(tool, network, logs);
    current.set(fleet);
    fleet.start(size);
    if (!Processor.settles()) {
      results.note(
          "%s, N=%d: the processor did not settle; times are too long"
              .formatted(tool.name(), size));
    }
  }

  private void end() {
    var fleet = current.getAndSet(null);
    if (fleet != null) {
      fleet.close();
    }
  }

  private void stop() {
    try {
      end();
    } catch (Failure e) {
      // The script deletes what is left.
    }
  }
}
