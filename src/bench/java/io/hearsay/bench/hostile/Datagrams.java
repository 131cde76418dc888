package io.hearsay.bench.hostile;

import io.hearsay.testkit.Agent;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.Stopwatch;
import io.hearsay.testkit.load.Load;
import io.hearsay.testkit.load.Tally;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Row 6: five web members and a balancer under 100 requests a second. One forgery of each kind
 * about each of the web members is sent to each member in turn, and one about a single member to
 * all together.
 */
final class Datagrams implements Row {
  private static final int WEBS = 5;
  private static final int RATE = 100;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final double RIGHT = 2;

  @Override
  public void measure(Settings settings, Results.Section report) throws Exception {
    var webs = new ArrayList<Web>();
    var agents = new ArrayList<Guest>();
    try (var strangers = new Strangers()) {
      var seed = "127.83.6.1";
      for (int i = 1; i <= WEBS; i++) {
        var ip = "127.83.6." + i;
        webs.add(new Web("web" + i, ip));
        agents.add(new Guest.Start(settings, "web" + i, ip).backend(seed).start().up());
      }
      agents.add(new Guest.Start(settings, "balancer", "127.83.6.9").balancer(seed).start().up());
      Await.until("not all knew each other", SOON, () -> wrong(agents).isEmpty());
      try (var load = Load.start(new InetSocketAddress("127.83.6.9", Guest.FRONTEND), RATE)) {
        Await.until(
            "not all answered",
            SOON,
            () -> {
              var tally = load.next();
              Await.pause(Duration.ofMillis(300));
              return tally.failed() == 0 && tally.backends().size() == WEBS;
            });
        forge(agents, strangers, load, report);
      }
      agents.forEach(agent -> agent.program().terminate());
      agents.forEach(agent -> agent.program().ends(Duration.ofSeconds(10)));
    } finally {
      agents.forEach(Guest::close);
      webs.forEach(Web::close);
    }
  }

  private static void forge(
      List<Guest> agents, Strangers strangers, Load load, Results.Section report) throws Exception {
    double worstGreen = 0;
    var sum = new Tally();
    for (var kind : Strangers.kinds()) {
      var tally = load.next();
      var worst = new Spell();
      for (var to : agents) {
        for (var about : agents.subList(0, WEBS)) {
          strangers.forge(kind, own(about), own(to));
        }
        worst.add(agents);
      }
      for (var to : agents) {
        strangers.forge(kind, own(agents.get(2)), own(to));
      }
      worst.add(agents);
      report.atMost(kind + ": right again after, s", worst.seconds, RIGHT);
      if (tally.failed() > 0) {
        report.info(kind + ": failed", tally.kinds());
      }
      worstGreen = Math.max(worstGreen, worst.green);
      sum = sum.plus(tally);
    }
    report.atMost("requests failed of " + sum.requests(), sum.failed(), 0);
    report.atMost("ready while another calls it failed, longest, s", worstGreen, RIGHT);
    report.must(
        "all alive, none was restarted",
        agents.stream().allMatch(a -> a.program().alive() && a.agent().ready()));
  }

  private static io.hearsay.membership.wire.MemberRecord own(Guest agent) throws IOException {
    return Strangers.record(agent.members().get(agent.name()));
  }

  /** The longest of several periods in which something was wrong. */
  private static final class Spell {
    private double seconds;
    private double green;

    void add(List<Guest> agents) throws Exception {
      // What was sent has to arrive first.
      TimeUnit.MILLISECONDS.sleep(20);
      var watch = Stopwatch.start();
      var right = watch;
      var wrong = wrong(agents);
      // Right for a quarter of a second, because it may still be spreading.
      while ((!wrong.isEmpty() || right.seconds() < 0.25) && watch.seconds() < 10) {
        if (!wrong.isEmpty()) {
          right = Stopwatch.start();
          boolean lies =
              agents.stream().anyMatch(a -> wrongly(a, "failed", agents) && a.agent().ready());
          green = lies ? Math.max(green, watch.seconds()) : green;
        }
        TimeUnit.MILLISECONDS.sleep(10);
        wrong = wrong(agents);
      }
      seconds = Math.max(seconds, watch.secondsUntil(right.begun()));
      if (!wrong.isEmpty()) {
        throw new IllegalStateException("still wrong after 10 s: " + wrong);
      }
    }
  }

  private static boolean wrongly(Guest about, String status, List<Guest> agents) {
    return agents.stream()
        .anyMatch(
            at -> {
              try {
                var known = at.members().get(about.name());
                return known != null && known.status().equals(status);
              } catch (IOException e) {
                return false;
              }
            });
  }

  /** Members that believe something of another that it does not claim itself. */
  private static List<String> wrong(List<Guest> agents) throws IOException {
    var beliefs = new TreeMap<String, Map<String, Agent.Member>>();
    for (var agent : agents) {
      beliefs.put(agent.name(), agent.members());
    }
    var wrong = new ArrayList<String>();
    for (var about : agents) {
      var own = beliefs.get(about.name()).get(about.name());
      beliefs.forEach(
          (at, known) -> {
            var it = known.get(about.name());
            boolean right =
                it != null
                    && (it.status().equals("alive") || it.status().equals("suspect"))
                    && Stream.of("id", "mode", "address", "port")
                        .allMatch(field -> it.text(field).equals(own.text(field)));
            if (!right) {
              wrong.add(at + " believes " + it + ", not " + own);
            }
          });
    }
    return wrong;
  }
}
