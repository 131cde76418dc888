package io.hearsay.bench.hostile;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import io.hearsay.testkit.load.Load;
import io.hearsay.testkit.load.Tally;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Row 3: the output of a web member's agent and of a balancer's, with HAProxy's log in it, goes to
 * a reader that stalls for a while, stalls for good, or goes away. A program beside each prints a
 * thousand lines a second, so the pipe and the queue before it are full after some seconds.
 */
final class StalledReader implements Row {
  private static final String WITNESS = "127.83.3.1";
  private static final String BALANCER = "127.83.3.2";
  private static final String WEB = "127.83.3.3";
  private static final String STEADY = "127.83.3.4";
  private static final String NEWCOMER = "127.83.3.5";
  private static final int RATE = 100;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration SOON = Duration.ofSeconds(30);

  /** The default of hearsay.stop.total, in seconds. */
  private static final double STOP = 8;

  /** What an agent that tries again and again would exceed, in per cent of a core. */
  private static final double BUSY = 25;

  private static final String NOISE = "sh -c 'while :; do seq 100000 100100; sleep 0.1; done'";

  @Override
  public void measure(Settings settings, Results.Section report) throws Exception {
    try (var witness = new Guest.Start(settings, "witness", WITNESS).start();
        var web = new Web("web", WEB);
        var steadyWeb = new Web("steady", STEADY);
        var newWeb = new Web("newcomer", NEWCOMER);
        var steady = new Guest.Start(settings, "steady", STEADY).backend(WITNESS).start()) {
      witness.up();
      steady.up();
      try (var stage = new Stage(settings, witness)) {
        stage.stallForATime(settings.stall(), report);
        stage.endWhileFull(report);
      }
      try (var stage = new Stage(settings, witness)) {
        stage.closeAndEnd(report);
      }
    }
  }

  /** The two agents whose output is not read. */
  private static final class Stage implements AutoCloseable {
    private final Settings settings;
    private final Guest witness;
    private final Guest web;
    private final Guest balancer;
    private final Reader ofWeb;
    private final Reader ofBalancer;
    private final Load load;

    Stage(Settings settings, Guest witness) throws Exception {
      this.settings = settings;
      this.witness = witness;
      web = new Guest.Start(settings, "web", WEB).backend(WITNESS).noisy(NOISE).start();
      var start = new Guest.Start(settings, "balancer", BALANCER);
      balancer = start.balancer(WITNESS).noisy(NOISE).start();
      ofWeb = new Reader(web.program().output());
      ofBalancer = new Reader(balancer.program().output());
      web.up();
      balancer.up();
      load = Load.start(new InetSocketAddress(BALANCER, Guest.FRONTEND), RATE);
      Await.until("the webs did not both answer", SOON, () -> serving(List.of("web", "steady")));
    }

    /** Whether all of them answer and nothing fails. */
    private boolean serving(List<String> names) {
      var tally = load.next();
      Await.pause(Duration.ofMillis(500));
      return tally.failed() == 0 && tally.backends().containsAll(names);
    }

    void stallForATime(int seconds, Results.Section report) throws Exception {
      ofWeb.stall();
      ofBalancer.stall();
      var when = "stalled for " + seconds + " s: ";
      var tally = load.next();
      var watch = Stopwatch.start();
      double applied = -1;
      try (var watchWeb = new HealthWatch(web);
          var watchBalancer = new HealthWatch(balancer);
          var lookout = new Lookout(witness, List.of("web", "balancer"), LOOK)) {
        Await.pause(Duration.ofMillis(seconds * 500L));
        applied = change(tally);
        Await.at(watch.begun() + Duration.ofSeconds(seconds).toNanos());
        alive(when, lookout, report);
        health(when + "web", watchWeb, report);
        health(when + "balancer", watchBalancer, report);
      }
      report.atMost(when + "a server that joins answers after, s", applied, 2);
      report.atMost(when + "requests failed of " + tally.requests(), tally.failed(), 0);
      resumed(report, "web", ofWeb);
      resumed(report, "balancer", ofBalancer);
    }

    private static void alive(String when, Lookout lookout, Results.Section report) {
      report.atMost(
          when + "web or balancer gone to another, of " + lookout.looks() + " looks",
          lookout.gone(),
          0);
      report.info(when + "for a moment suspect", lookout.suspect() + " looks");
    }

    private static void health(String what, HealthWatch watch, Results.Section report) {
      report.atMost(what + " live not UP, of " + watch.calls(), watch.failed(), 0);
      report.atMost(what + " live, slowest, ms", watch.quantile(1), 1000);
    }

    private static void resumed(Results.Section report, String who, Reader reader)
        throws Exception {
      reader.resume();
      boolean said = Await.holds(Duration.ofSeconds(10), () -> reader.notices() > 0);
      report.must("read again: " + who + " says how many lines are missing", said);
      report.info("lines that it said were dropped", reader.dropped());
    }

    /** Returns the seconds until a newcomer answers through HAProxy; it leaves again. */
    private double change(Tally running) throws Exception {
      var start = new Guest.Start(settings, "newcomer", NEWCOMER);
      try (var newcomer = start.backend(WITNESS).start()) {
        newcomer.up();
        var watch = Stopwatch.start();
        Await.holds(SOON, () -> running.backends().contains("newcomer"));
        double took = watch.seconds();
        newcomer.terminate();
        return took;
      }
    }

    void endWhileFull(Results.Section report) throws Exception {
      ofWeb.stall();
      ofBalancer.stall();
      // Enough to fill a pipe of 64 KiB and a queue of 4096 lines.
      Await.pause(Duration.ofSeconds(8));
      end("full pipe", report);
    }

    void closeAndEnd(Results.Section report) throws Exception {
      ofWeb.close();
      ofBalancer.close();
      var tally = load.next();
      try (var watchWeb = new HealthWatch(web);
          var watchBalancer = new HealthWatch(balancer);
          var lookout = new Lookout(witness, List.of("web", "balancer"), LOOK)) {
        double before = processor(web);
        var watch = Stopwatch.start();
        Await.pause(Duration.ofSeconds(5));
        report.atMost("closed pipe: a server that joins answers after, s", change(tally), 2);
        Await.pause(Duration.ofSeconds(3));
        double share = (processor(web) - before) / watch.seconds();
        report.atMost("closed pipe: web takes of a core, %", 100 * share, BUSY);
        alive("closed pipe: ", lookout, report);
        health("closed pipe: web", watchWeb, report);
        health("closed pipe: balancer", watchBalancer, report);
        report.atMost("closed pipe: requests failed of " + tally.requests(), tally.failed(), 0);
      }
      end("closed pipe", report);
    }

    /** The processor time that an agent has taken, in seconds. */
    private static double processor(Guest guest) {
      var info = ProcessHandle.of(guest.program().pid()).orElseThrow().info();
      return info.totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    private void end(String when, Results.Section report) throws Exception {
      report.atMost(when + ": web ends after SIGTERM, s", web.terminate(), STOP);
      report.atMost(when + ": its exit code", web.program().code(), 0);
      load.close();
      report.atMost(when + ": balancer ends after SIGTERM, s", balancer.terminate(), STOP);
      report.atMost(when + ": its exit code", balancer.program().code(), 0);
      var status = witness.members();
      report.must(
          when + ": both are known as left",
          status.get("web").status().equals("left")
              && status.get("balancer").status().equals("left"));
    }

    @Override
    public void close() {
      load.close();
      web.close();
      balancer.close();
      try {
        ofWeb.close();
        ofBalancer.close();
      } catch (IOException e) {
        // They have ended.
      }
    }
  }
}
