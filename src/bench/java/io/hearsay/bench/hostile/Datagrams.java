package io.hearsay.bench.hostile;

import io.hearsay.demo.load.Load;
import io.hearsay.demo.load.Tally;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Row 6: five webs and a balancer under 100 requests a second. One forgery of each kind about each
 * of the webs is sent to each member in turn, and one about one of them to all at once.
 */
final class Datagrams implements Row {
  private static final int WEBS = 5;
  private static final int RATE = 100;
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final double RIGHT = 2;

  @Override
  public void measure(Settings settings, Report report) throws Exception {
    var webs = new ArrayList<Web>();
    var agents = new ArrayList<Agent>();
    try (var strangers = new Strangers()) {
      var seed = "127.83.6.1";
      for (int i = 1; i <= WEBS; i++) {
        var ip = "127.83.6." + i;
        webs.add(new Web("web" + i, ip));
        var start = new Agent.Start(settings).option("--role", "backend", "--check", "none");
        agents.add(start.option("--join", seed).at("web" + i, ip).up());
      }
      agents.add(
          new Agent.Start(settings)
              .option("--join", seed)
              .balancer("127.83.6.9")
              .at("balancer", "127.83.6.9")
              .up());
      Await.until("all know each other", SOON, () -> wrong(agents).isEmpty());
      try (var load =
          Load.start(new InetSocketAddress("127.83.6.9", Agent.FRONTEND), RATE)) {
        Await.until(
            "all answer",
            SOON,
            () -> {
              var tally = load.next();
              TimeUnit.MILLISECONDS.sleep(300);
              return tally.failed() == 0 && tally.backends().size() == WEBS;
            });
        forge(agents, strangers, load, report);
      }
      for (var agent : agents) {
        agent.process().toHandle().destroy();
      }
      for (var agent : agents) {
        agent.process().waitFor(10, TimeUnit.SECONDS);
      }
    } finally {
      agents.forEach(Agent::close);
      webs.forEach(Web::close);
    }
  }

  private static void forge(
      List<Agent> agents, Strangers strangers, Load load, Report report) throws Exception {
    var ids = new TreeMap<String, Long>();
    agents.forEach(a -> ids.put(a.name(), a.process().pid()));
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
      report.atMost(kind + ": right again after", worst.seconds, RIGHT, " s");
      if (tally.failed() > 0) {
        report.info(kind + ": failed", tally.failures().toString());
      }
      worstGreen = Math.max(worstGreen, worst.green);
      sum = sum.plus(tally);
    }
    report.atMost("requests failed of " + sum.requests(), sum.failed(), 0, "");
    report.atMost("ready while another calls it failed, longest", worstGreen, RIGHT, " s");
    report.must(
        "all live, none was started anew",
        agents.stream().allMatch(a -> a.process().isAlive() && a.ready()));
  }

  private static io.hearsay.membership.wire.MemberRecord own(Agent agent) throws IOException {
    return Strangers.record(agent.name(), agent.members().get(agent.name()));
  }

  /** The worst of several times in which something was wrong. */
  private static final class Spell {
    private double seconds;
    private double green;

    void add(List<Agent> agents) throws Exception {
      // What was sent has to arrive first.
      TimeUnit.MILLISECONDS.sleep(20);
      long begin = System.nanoTime();
      long end = begin;
      var wrong = wrong(agents);
      // Right for a quarter of a second, as it may still be on its way to the next.
      while (Await.since(end) < 0.25 && Await.since(begin) < 10) {
        if (!wrong.isEmpty()) {
          end = System.nanoTime();
          boolean lies =
              agents.stream().anyMatch(a -> wrongly(a, "failed", agents) && a.ready());
          green = lies ? Math.max(green, Await.since(begin)) : green;
        }
        TimeUnit.MILLISECONDS.sleep(10);
        wrong = wrong(agents);
      }
      seconds = Math.max(seconds, (end - begin) / 1e9);
      if (!wrong.isEmpty()) {
        throw new IllegalStateException("still wrong after 10 s: " + wrong);
      }
    }
  }

  private static boolean wrongly(Agent about, String status, List<Agent> agents) {
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

  /** Who believes something of another that it does not say itself. */
  private static List<String> wrong(List<Agent> agents) throws IOException {
    var beliefs = new TreeMap<String, Map<String, Agent.Known>>();
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
                    && it.id().equals(own.id())
                    && it.mode().equals(own.mode())
                    && it.address().equals(own.address());
            if (!right) {
              wrong.add(at + " believes " + it + ", not " + own);
            }
          });
    }
    return wrong;
  }
}
