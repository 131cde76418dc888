package io.hearsay.bench.hostile;

import io.hearsay.demo.load.Load;
import io.hearsay.demo.load.Tally;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Row 3: what a web's agent and a balancer's print, HAProxy's log with it, is read by somebody who
 * stalls, who stalls for good, or who goes away. A program beside each prints a thousand lines a
 * second, so that the pipe and the queue before it are full after some seconds.
 */
final class StalledReader implements Row {
  private static final String WITNESS = "127.83.3.1";
  private static final String BALANCER = "127.83.3.2";
  private static final String WEB = "127.83.3.3";
  private static final String STEADY = "127.83.3.4";
  private static final String NEWCOMER = "127.83.3.5";
  private static final int RATE = 100;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** hearsay.stop.total. */
  private static final double STOP = 8;

  private static final String NOISE =
      "sh -c 'while :; do seq 100000 100100; sleep 0.1; done'";

  @Override
  public void measure(Settings settings, Report report) throws Exception {
    try (var witness = new Agent.Start(settings).at("witness", WITNESS);
        var web = new Web("web", WEB);
        var steadyWeb = new Web("steady", STEADY);
        var newWeb = new Web("newcomer", NEWCOMER);
        var steady = backend(settings).at("steady", STEADY)) {
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

  private static Agent.Start backend(Settings settings) {
    return new Agent.Start(settings)
        .option("--role", "backend", "--join", WITNESS)
        .option("--check", "none");
  }

  /** The two that are muted. */
  private static final class Stage implements AutoCloseable {
    private final Settings settings;
    private final Agent witness;
    private final Agent web;
    private final Agent balancer;
    private final Reader ofWeb;
    private final Reader ofBalancer;
    private final Load load;

    Stage(Settings settings, Agent witness) throws Exception {
      this.settings = settings;
      this.witness = witness;
      web = noisy(backend(settings)).at("web", WEB);
      balancer =
          noisy(new Agent.Start(settings).option("--join", WITNESS).balancer(BALANCER))
              .at("balancer", BALANCER);
      ofWeb = new Reader(web.output());
      ofBalancer = new Reader(balancer.output());
      web.up();
      balancer.up();
      load = Load.start(new InetSocketAddress(BALANCER, Agent.FRONTEND), RATE);
      Await.until("both webs answer", SOON, () -> serving(List.of("web", "steady")));
    }

    private static Agent.Start noisy(Agent.Start start) {
      return start.piped().env("HEARSAY_PROCESS_NOISE_COMMAND", NOISE);
    }

    /** All of them answer now, and nothing fails. */
    private boolean serving(List<String> names) throws InterruptedException {
      var tally = load.next();
      TimeUnit.MILLISECONDS.sleep(500);
      return tally.failed() == 0 && tally.backends().containsAll(names);
    }

    void stallForATime(int seconds, Report report) throws Exception {
      ofWeb.stall();
      ofBalancer.stall();
      var when = "stalled for " + seconds + " s: ";
      var tally = load.next();
      long begin = System.nanoTime();
      double applied = -1;
      try (var watchWeb = new HealthWatch(web);
          var watchBalancer = new HealthWatch(balancer);
          var lookout = new Lookout(witness, List.of("web", "balancer"), 100)) {
        TimeUnit.MILLISECONDS.sleep(seconds * 500L);
        applied = change(tally);
        while (Await.since(begin) < seconds) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
        alive(when, lookout, report);
        health(when + "web", watchWeb, report);
        health(when + "balancer", watchBalancer, report);
      }
      report.atMost(when + "a server that joins answers after", applied, 2, " s");
      report.atMost(when + "requests failed of " + tally.requests(), tally.failed(), 0, "");
      resumed(report, "web", ofWeb);
      resumed(report, "balancer", ofBalancer);
    }

    private static void alive(String when, Lookout lookout, Report report) {
      report.atMost(
          when + "web or balancer gone to another, of " + lookout.looks() + " looks",
          lookout.gone(),
          0,
          "");
      report.info(when + "for a moment suspect", lookout.suspect() + " looks");
    }

    private static void health(String what, HealthWatch watch, Report report) {
      report.atMost(what + " live not UP, of " + watch.calls(), watch.failed(), 0, "");
      report.atMost(what + " live, slowest", watch.quantile(1), 1000, " ms");
    }

    private static void resumed(Report report, String who, Reader reader) throws Exception {
      reader.resume();
      double took = Await.seconds(Duration.ofSeconds(10), () -> reader.notices() > 0);
      report.must("read again: " + who + " says how many lines are missing", took >= 0);
      report.info("lines that it said were dropped", reader.dropped() + "");
    }

    /** Seconds until a newcomer answers through HAProxy; it leaves again. */
    private double change(Tally running) throws Exception {
      try (var newcomer = backend(settings).at("newcomer", NEWCOMER)) {
        newcomer.up();
        double took =
            Await.seconds(SOON, () -> running.backends().contains("newcomer"));
        newcomer.terminate();
        return took < 0 ? SOON.toSeconds() : took;
      }
    }

    void endWhileFull(Report report) throws Exception {
      ofWeb.stall();
      ofBalancer.stall();
      // A pipe of 64 KiB and a queue of 4096 lines.
      TimeUnit.SECONDS.sleep(8);
      end("full pipe", report);
    }

    void closeAndEnd(Report report) throws Exception {
      ofWeb.close();
      ofBalancer.close();
      var tally = load.next();
      try (var watchWeb = new HealthWatch(web);
          var watchBalancer = new HealthWatch(balancer);
          var lookout = new Lookout(witness, List.of("web", "balancer"), 100)) {
        TimeUnit.SECONDS.sleep(5);
        report.atMost("closed pipe: a server that joins answers after", change(tally), 2, " s");
        TimeUnit.SECONDS.sleep(3);
        alive("closed pipe: ", lookout, report);
        health("closed pipe: web", watchWeb, report);
        health("closed pipe: balancer", watchBalancer, report);
        report.atMost(
            "closed pipe: requests failed of " + tally.requests(), tally.failed(), 0, "");
      }
      end("closed pipe", report);
    }

    private void end(String when, Report report) throws Exception {
      report.atMost(when + ": web ends after SIGTERM", web.terminate(), STOP, " s");
      report.atMost(when + ": its exit code", web.process().exitValue(), 0, "");
      load.close();
      report.atMost(when + ": balancer ends after SIGTERM", balancer.terminate(), STOP, " s");
      report.atMost(when + ": its exit code", balancer.process().exitValue(), 0, "");
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
        // They are gone.
      }
    }
  }
}
