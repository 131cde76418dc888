package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Command;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import io.hearsay.testkit.load.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Row 10: the balancer's sidecar is killed at random instants while changes are applied under
 * load, and another one takes over. Two nodes cycle through a few states, half of the steps at run
 * time and half by reloads. The texts of all states are learned first, so that every file found
 * after a kill can be compared with them. A removed service loses its servers at run time first,
 * so its text without them is one of these states too.
 */
final class Kills implements Row {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int CHANGE_GAP_MILLIS = 100;

  /** More than a full cycle of changes, so that kills hit their reloads in all stages. */
  private static final int LATEST_KILL_MILLIS = 600;

  /** Fixed, so that a run can be repeated; the processes' own timing varies anyway. */
  private static final long SEED = 4;

  private final Random random = new Random(SEED);
  private final Set<String> texts = new HashSet<>();
  private int broken;
  private int unknown;
  private int notOne;
  private double slowest;

  private static final List<Consumer<Stage>> STEPS =
      List.of(
          stage -> stage.node(1).agent().set("weight", "50"),
          stage -> stage.node(4).agent().set("role", "backend"),
          stage -> stage.node(1).agent().delete("weight"),
          stage -> stage.node(4).agent().set("role", "spare"));

  @Override
  public void measure(Stage stage, Settings settings, Results.Section results) {
    learn(stage);
    Tally outcome;
    try (var load = stage.load()) {
      for (int kill = 0; kill < settings.kills(); kill++) {
        once(stage, kill, results);
      }
      outcome = load.stop();
    }
    stage.makeServiceASpare();
    Await.holds(LIMIT, () -> stage.haproxies().count() == 1);
    results.exactly(
        "kill -9 of the sidecar, " + settings.kills() + " times: failed requests",
        outcome.failed(),
        0);
    results.info("  of requests", outcome.requests());
    results.exactly("  files that HAProxy refuses", broken, 0);
    results.exactly("  files that are neither old nor new", unknown, 0);
    results.exactly("  times not exactly one HAProxy served afterwards", notOne, 0);
    results.exactly("  HAProxy processes in the end", stage.haproxies().count(), 1);
    results.info("  slowest take-over until in step, s", slowest);
    results.say(outcome.summary());
  }

  /** The second round begins where the first has ended, so that every step is a change. */
  private void learn(Stage stage) {
    stage.makeSpareAService();
    for (int i = 0; i < 2 * STEPS.size(); i++) {
      long revision = stage.balancer().pipeline().revision();
      STEPS.get(i % STEPS.size()).accept(stage);
      stage.awaitPipeline(
          "a step was not applied", p -> p.inStep() && p.revision() > revision, LIMIT);
      var text = stage.balancer().config();
      texts.add(essence(text));
      texts.add(essence(withoutService(text)));
    }
  }

  /** The text while the reload that removes the service is still pending. */
  private static String withoutService(String text) {
    var server = "server " + Host.web(4).name() + " ";
    return text.lines()
        .filter(line -> !line.strip().startsWith(server))
        .collect(Collectors.joining("\n"));
  }

  private static String essence(String text) {
    return text.lines().filter(line -> !line.isBlank()).collect(Collectors.joining("\n"));
  }

  private void once(Stage stage, int kill, Results.Section results) {
    var stop = new AtomicBoolean();
    var changer = Thread.ofPlatform().daemon().name("changes").start(() -> changes(stage, stop));
    Await.pause(Duration.ofMillis(random.nextInt(LATEST_KILL_MILLIS)));
    stage.killBalancer();
    stop.set(true);
    look(stage, kill, results);
    Await.end(changer);
    var watch = Stopwatch.start();
    stage.startBalancer();
    stage.awaitPipeline(
        "the next sidecar did not take over",
        p -> p.inStep() && p.revision() > 0 && p.servers().containsAll(stage.announced()),
        LIMIT);
    slowest = Math.max(slowest, watch.seconds());
    if (!Await.holds(
        Duration.ofSeconds(5), () -> stage.haproxies().serving(stage.frontend()) == 1)) {
      notOne++;
      results.note(
          "after kill "
              + kill
              + " "
              + stage.haproxies().serving(stage.frontend())
              + " HAProxy processes listen");
    }
  }

  private static void changes(Stage stage, AtomicBoolean stop) {
    for (int i = 0; !stop.get(); i++) {
      STEPS.get(i % STEPS.size()).accept(stage);
      Await.pause(Duration.ofMillis(CHANGE_GAP_MILLIS));
    }
  }

  /** Nothing writes the file now, so it is as the kill has left it. */
  private void look(Stage stage, int kill, Results.Section results) {
    try {
      var text = Files.readString(stage.config());
      if (!Command.attempt(Map.of(), check(stage)).good()) {
        broken++;
        keep(stage, kill, text);
        results.note("after kill " + kill + " the file is broken, see broken-" + kill);
      } else if (!texts.contains(essence(text))) {
        unknown++;
        keep(stage, kill, text);
        results.note("after kill " + kill + " the file is of no known state, see broken-" + kill);
      }
    } catch (IOException e) {
      broken++;
      results.note("after kill " + kill + " the file cannot be read: " + e);
    }
  }

  private static void keep(Stage stage, int kill, String text) throws IOException {
    Files.writeString(stage.config().resolveSibling("broken-" + kill), text);
  }

  private static List<String> check(Stage stage) {
    return List.of(stage.haproxy().program(), "-c", "-f", stage.config().toString());
  }
}
