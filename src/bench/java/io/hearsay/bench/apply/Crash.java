package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rows 4 and 5: one of three backends dies, or stops gracefully, together with its sidecar. */
final class Crash implements Row {
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration EVENT = Duration.ofSeconds(4);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private final int row;

  Crash(int row) {
    this.row = row;
  }

  @Override
  public void measure(Stage stage, Settings settings, Results.Section results) {
    var each = new ArrayList<Tally>();
    for (int run = 0; run < settings.runs(); run++) {
      each.add(once(stage, row == 4 ? Crash::kill : Crash::inOrder));
      results.say(each.getLast().summary());
    }
    if (row == 4) {
      results.exactly(
          "kill -9, " + each.size() + " times: failed requests",
          failed(each),
          0,
          "284 of 4402, over 7.3 s (once)");
    } else {
      results.exactly(
          "SIGTERM, " + each.size() + " times: failed requests", failed(each), 0, "104 (once)");
      results.exactly("  slower than 500 ms", slow(each), 0, "104 (once)");
    }
    all(each, results);
    if (row == 5) {
      var atOnce = once(stage, Crash::atOnce);
      results.info("  app signalled together: failed", atOnce.failed());
      results.info("  app signalled together: slow", atOnce.slow());
      results.say(atOnce.summary());
    }
  }

  private static int failed(List<Tally> each) {
    return each.stream().mapToInt(Tally::failed).sum();
  }

  private static int slow(List<Tally> each) {
    return each.stream().mapToInt(Tally::slow).sum();
  }

  private void all(List<Tally> each, Results.Section results) {
    var requests = each.stream().mapToInt(Tally::requests).sum();
    var longest = each.stream().mapToDouble(Tally::longest).max().orElse(0);
    results.info("  of requests", requests);
    if (row == 4) {
      results.info("  slower than 500 ms", slow(each));
    }
    results.info("  longest answer, ms", Math.rint(1000 * longest));
  }

  private interface Fate {
    void of(Stage.Node node);
  }

  private static Tally once(Stage stage, Fate fate) {
    var victim = stage.node(3);
    Tally outcome;
    try (var load = stage.load()) {
      Await.pause(CALM);
      long begun = System.nanoTime();
      fate.of(victim);
      stage.forget(victim);
      stage.awaitRotation();
      Await.at(begun + EVENT.toNanos());
      outcome = load.stop();
    }
    stage.startWeb(victim.host());
    stage.awaitRotation();
    return outcome;
  }

  private static void kill(Stage.Node node) {
    node.sidecar().kill();
    node.web().kill();
  }

  /** As a container stops gracefully: the application ends once the sidecar has left. */
  private static void inOrder(Stage.Node node) {
    node.sidecar().terminate();
    mustEnd(node.sidecar());
    node.web().terminate();
    mustEnd(node.web());
  }

  /** As a container stops whose init signals all processes together. */
  private static void atOnce(Stage.Node node) {
    node.sidecar().terminate();
    node.web().terminate();
    mustEnd(node.sidecar());
    mustEnd(node.web());
  }

  private static void mustEnd(Program program) {
    if (!program.ends(STOP_LIMIT)) {
      throw new Failure("a node does not stop within " + STOP_LIMIT.toSeconds() + " s");
    }
  }
}
