package io.hearsay.demo;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Stopwatch;
import io.hearsay.testkit.load.Load;
import io.hearsay.testkit.load.Tally;
import io.hearsay.testkit.load.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * The story: web nodes come, are killed, leave and return, the balancer's sidecar dies and comes
 * back, and clients notice nothing. Each step waits for its effect and then for {@link #SETTLED}
 * further requests, which must be answered by exactly the remaining nodes.
 */
final class Story {
  private static final Duration BALANCER_LIMIT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int SETTLED = 300;

  /** Nobody can save requests that are inside a process when it is killed. */
  private static final int INSIDE_WHEN_KILLED = 4;

  private final Stage stage;
  private final Settings settings;
  private final Report report;
  private Tally acting = new Tally();

  Story(Stage stage, Settings settings, Report report) {
    this.stage = stage;
    this.settings = settings;
    this.report = report;
  }

  /** What a step does; returns how long it took to have its effect. */
  private interface Act {
    Duration play() throws IOException;
  }

  /** Plays the whole story. */
  void play() throws IOException {
    webNodesComeFirst();
    balancerComesLast();
    try (var load = Load.start(settings.site(), settings.rate())) {
      acting = load.next();
      step(load, "3 nodes share the load", "all had answered", 0, this::allAnswer);
      evenly(report.last().tally());
      step(load, "a 4th node joins", "its first answer", 0, () -> joins(4));
      step(load, "one is killed with -9", "out of the rotation", INSIDE_WHEN_KILLED, () -> dies(2));
      step(load, "one leaves by SIGTERM", "out of the rotation", 0, () -> leaves(3));
      step(
          load, "the balancer's sidecar is killed, restarted", "adopted", 0, this::balancerReturns);
      step(load, "the killed node returns", "its first answer", 0, () -> joins(2));
    }
    allStops();
  }

  /** No member knows of a balancer, and there is none: they must find each other. */
  private void webNodesComeFirst() {
    report.say("three web nodes start, " + settings.lead().toSeconds() + " s before the balancer");
    var watch = Stopwatch.start();
    for (var number = 1; number <= 3; number++) {
      stage.startWeb(number);
    }
    var names = stage.webNames();
    Await.until(
        "the web nodes did not find each other", LIMIT, () -> stage.everyWebNodeSees(names));
    report.say("  they know each other after " + Report.seconds(watch.elapsed()) + " s");
    Await.until(
        "the web nodes did not stay together",
        settings.lead().plus(LIMIT),
        () -> watch.passed(settings.lead()) && stage.everyWebNodeSees(names));
  }

  private void balancerComesLast() {
    report.say("the balancer starts");
    var watch = Stopwatch.start();
    var balancer = stage.startBalancer();
    var seen = new TreeSet<String>();
    Await.until(
        "the web nodes were not in the rotation",
        BALANCER_LIMIT,
        () -> {
          balancer.mustLive();
          seen.add(Wire.answerer(settings.site()));
          return seen.containsAll(stage.webNames());
        });
    report.done(new Step("the balancer starts last", "all 3 answer", watch.elapsed(), new Tally()));
  }

  private Duration allAnswer() {
    var watch = Stopwatch.start();
    awaitAnswersOf(stage.webNames());
    return watch.elapsed();
  }

  private Duration joins(int number) {
    var web = stage.startWeb(number);
    var watch = Stopwatch.start();
    awaitAnswersOf(Set.of(web.name()));
    return watch.elapsed();
  }

  private Duration dies(int number) {
    var web = stage.web(number);
    var watch = Stopwatch.start();
    web.kill();
    stage.forget(web);
    awaitRotation();
    return watch.elapsed();
  }

  /** First the sidecar, then, once it has left, the shop: the order in which a container stops. */
  private Duration leaves(int number) {
    var web = stage.web(number);
    var watch = Stopwatch.start();
    web.sidecar().terminate();
    stage.forget(web);
    awaitRotation();
    var effect = watch.elapsed();
    mustEnd(web.sidecar());
    web.shop().terminate();
    mustEnd(web.shop());
    return effect;
  }

  /** HAProxy must not notice: the same process, no second one, nothing lost. */
  private Duration balancerReturns() throws IOException {
    var haproxies = stage.haproxies();
    Await.until(
        "the HAProxy processes of earlier reloads did not end",
        LIMIT,
        () -> haproxies.pids().size() == 1);
    var before = haproxies.pids();
    stage.killBalancer();
    var watch = Stopwatch.start();
    var balancer = stage.startBalancer();
    Await.until(
        "the restarted sidecar did not find the cluster and HAProxy " + before,
        LIMIT,
        () -> {
          balancer.mustLive();
          mustBeUntouched(before);
          var agent = Host.balancer().agent();
          var pipeline = agent.pipeline();
          return pipeline.inStep()
              && pipeline.servers().equals(stage.webNames())
              && before.contains(pipeline.pid())
              && agent.ready();
        });
    var effect = watch.elapsed();
    mustBeUntouched(before);
    return effect;
  }

  private void mustBeUntouched(Set<Long> before) {
    var now = stage.haproxies().pids();
    if (!now.equals(before)) {
      throw new Failure("HAProxy was process " + before + ", now there is " + now);
    }
  }

  private void allStops() {
    var watch = Stopwatch.start();
    var late = stage.stop();
    if (!late.isEmpty()) {
      throw new Failure("did not stop: " + late);
    }
    report.done(new Step("everything stops", "nothing is left", watch.elapsed(), new Tally()));
  }

  private void step(Load load, String what, String effectName, int mayFail, Act act)
      throws IOException {
    report.say(what);
    var effect = act.play();
    var settled = load.next();
    Await.until(what + ": no answers", LIMIT, () -> settled.requests() >= SETTLED);
    var during = acting;
    acting = load.next();
    Await.until(what + ": no end", LIMIT, () -> during.complete() && settled.complete());
    var step = new Step(what, effectName, effect, during.plus(settled));
    report.done(step);
    if (step.tally().failed() > mayFail) {
      throw new Failure(
          what + ": " + step.tally().kinds() + " failed, at most " + mayFail + " may");
    }
    if (!settled.backends().equals(stage.webNames())) {
      throw new Failure(
          what + ": " + settled.answers() + " answered, it should be " + stage.webNames());
    }
  }

  /** Round robin over equal nodes: each gets its share within a quarter. */
  private static void evenly(Tally tally) {
    var fair = (double) tally.requests() / tally.answers().size();
    tally
        .answers()
        .forEach(
            (name, count) -> {
              if (count < 0.75 * fair || count > 1.25 * fair) {
                throw new Failure("the load is not shared: " + tally.answers());
              }
            });
  }

  private void awaitAnswersOf(Set<String> names) {
    var tally = acting;
    Await.until("no answer of " + names, LIMIT, () -> tally.backends().containsAll(names));
  }

  private void awaitRotation() {
    Await.until(
        "HAProxy's servers did not become " + stage.webNames(),
        LIMIT,
        () -> {
          var pipeline = Host.balancer().agent().pipeline();
          return pipeline.inStep() && pipeline.servers().equals(stage.webNames());
        });
  }

  private static void mustEnd(Program program) {
    if (!program.ends(Stage.STOP_LIMIT)) {
      throw new Failure(
          program.name() + " did not end within " + Stage.STOP_LIMIT.toSeconds() + " s");
    }
    if (program.code() != 0) {
      throw new Failure(program.name() + " ended with " + program.code());
    }
  }
}
