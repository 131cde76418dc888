package io.hearsay.bench.hostile;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import io.hearsay.testkit.load.Load;
import io.hearsay.testkit.load.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Row 1: under load a web server is redeployed at another address and another one leaves, while
 * HAProxy cannot be reloaded, cannot be controlled, or dies, for one reason after another.
 */
final class Impossible implements Row {
  private static final int RATE = 100;
  private static final double IN_TIME = 1;
  private static final int KILLS = 5;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(500);

  @Override
  public void measure(Settings settings, Results.Section report) throws Exception {
    int number = 0;
    for (var trouble : Trouble.all()) {
      var place = new Trouble.Place(settings, "127.83." + (20 + number++) + ".");
      try (var cast = new Cast(settings, place, trouble)) {
        cast.play(report);
      } finally {
        place.close();
      }
    }
  }

  /** A balancer and three web servers, of which one moves and one leaves. */
  private static final class Cast implements AutoCloseable {
    private final Settings settings;
    private final Trouble.Place place;
    private final Trouble trouble;
    private final Guest balancer;
    private final Shop stays;
    private final Shop moves;
    private final Shop leaves;
    private final Load load;

    Cast(Settings settings, Trouble.Place place, Trouble trouble) throws Exception {
      this.settings = settings;
      this.place = place;
      this.trouble = trouble;
      place.template(trouble.template(place));
      stays = new Shop(settings, "stays", place.address(3), place.address(2));
      moves = new Shop(settings, "moves", place.address(4), place.address(2));
      leaves = new Shop(settings, "leaves", place.address(5), place.address(2));
      balancer =
          new Guest.Start(settings, "balancer", place.address(2))
              .balancer(place.address(3))
              .with("--template", place.template().toString())
              .start()
              .up();
      load = Load.start(new InetSocketAddress(place.address(2), Guest.FRONTEND), RATE);
      Await.until(
          "the webs did not answer", SOON, () -> serving(List.of(stays.answer(), moves.answer())));
    }

    private boolean serving(List<String> names) {
      var tally = load.next();
      Await.pause(LOOK);
      return tally.failed() == 0 && tally.backends().containsAll(names);
    }

    void play(Results.Section report) throws Exception {
      var name = trouble.name() + ": ";
      var tally = load.next();
      trouble.arises(place, balancer);
      double gone = leaves.leave();
      moves.leave();
      var anew = new Shop(settings, "moves", place.address(6), place.address(2), trouble.more());
      var watch = Stopwatch.start();
      Await.holds(SOON, () -> tally.backends().contains(anew.answer()));
      double served = watch.seconds();
      Await.pause(LOOK);
      report.atMost(name + "the new address is served after, s", served, IN_TIME);
      report.atMost(name + "a leave took, s", gone, IN_TIME);
      if (trouble.kills()) {
        report.info(name + "requests failed of " + tally.requests(), tally.failed());
        die(name, report);
      } else {
        report.atMost(name + "requests failed of " + tally.requests(), tally.failed(), 0);
      }
      trouble.goes(place, anew.guest());
      var recovery = Stopwatch.start();
      Await.holds(SOON, () -> balancer.agent().pipeline().inStep());
      report.must(name + "in step again", balancer.agent().pipeline().inStep());
      report.info(name + "in step after, s", recovery.seconds());
      anew.close();
    }

    /** HAProxy is killed, and again as soon as it serves. */
    private void die(String name, Results.Section report) throws Exception {
      double slowest = 0;
      for (int kill = 0; kill < KILLS; kill++) {
        Await.until("no HAProxy runs", SOON, () -> haproxy().isPresent());
        long pid = balancer.agent().pipeline().pid();
        haproxy().ifPresent(ProcessHandle::destroyForcibly);
        var watch = Stopwatch.start();
        Await.holds(SOON, () -> answers() && balancer.agent().pipeline().pid() != pid);
        slowest = Math.max(slowest, watch.seconds());
      }
      report.atMost(name + KILLS + " kills, slowest return, s", slowest, IN_TIME);
    }

    private Optional<ProcessHandle> haproxy() {
      return ProcessHandle.of(balancer.agent().pipeline().pid()).filter(ProcessHandle::isAlive);
    }

    private boolean answers() {
      try {
        return !Wire.answerer(new InetSocketAddress(place.address(2), Guest.FRONTEND)).isEmpty();
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void close() {
      load.close();
      stays.close();
      moves.close();
      leaves.close();
      balancer.close();
    }
  }

  /** A web server and the agent beside it. */
  private static final class Shop implements AutoCloseable {
    private final String answer;
    private final Web web;
    private final Guest guest;

    Shop(Settings settings, String name, String ip, String seed, String... more) throws Exception {
      answer = name + "@" + ip;
      web = new Web(answer, ip);
      guest = new Guest.Start(settings, name, ip).backend(seed).with(more).start().up();
    }

    String answer() {
      return answer;
    }

    Guest guest() {
      return guest;
    }

    /** Returns the seconds until the agent has ended; the web server ends only then. */
    double leave() {
      double took = guest.terminate();
      web.close();
      return took;
    }

    @Override
    public void close() {
      guest.close();
      web.close();
    }
  }
}
