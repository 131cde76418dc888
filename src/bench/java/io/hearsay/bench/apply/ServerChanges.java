package io.hearsay.bench.apply;

import io.hearsay.testkit.Agent.Pipeline;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Results;
import java.util.List;

/** Row 1: servers come, go, move, drain and change weight, under load. */
final class ServerChanges implements Row {
  @Override
  public void measure(Stage stage, Settings settings, Results.Section results) {
    var moved = stage.node(3).host();
    var second = stage.startServer(moved, Host.APP_PORT + 1);
    Stage.awaitServer(moved, Host.APP_PORT + 1);
    List<Runnable> cycle =
        List.of(
            () -> stage.node(4).agent().set("role", "backend"),
            () -> stage.node(2).agent().set("weight", "50"),
            () -> stage.node(3).agent().set("port", String.valueOf(Host.APP_PORT + 1)),
            () -> stage.node(1).agent().drain(true),
            () -> stage.node(2).agent().delete("weight"),
            () -> stage.node(1).agent().drain(false),
            () -> stage.node(4).agent().set("role", "spare"),
            () -> stage.node(3).agent().set("port", String.valueOf(Host.APP_PORT)));
    var before = stage.balancer().pipeline();
    try (var load = stage.load()) {
      Schedule.run(
          settings.changes(), settings.gapMillis(), i -> cycle.get(i % cycle.size()).run());
      stage.awaitPipeline("the last change was not applied", Pipeline::inStep, Schedule.LIMIT);
      var outcome = load.stop();
      var after = stage.balancer().pipeline();
      results.exactly(
          settings.changes() + " server changes: failed requests",
          outcome.failed(),
          0,
          "reload 10-17, stop-start 4640");
      results.info("  of requests", outcome.requests());
      results.info("  reloads among them", after.reloads() - before.reloads());
      results.info("  runtime changes", after.runtimeChanges() - before.runtimeChanges());
      results.say(outcome.summary());
    }
    // Back to the start, wherever in the cycle the changes have stopped.
    cycle.subList(4, 8).forEach(Runnable::run);
    stage.awaitRotation();
    second.kill();
  }
}
