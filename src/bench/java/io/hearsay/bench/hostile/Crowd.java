package io.hearsay.bench.hostile;

import io.hearsay.membership.swim.Forgery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Row 4: 3 MB of strangers in one frame, then 6000 names that nobody has heard, in datagrams. */
final class Crowd implements Row {
  private static final int CROWD = 18_500;
  private static final int NAMES = 6000;
  private static final double MIB = 1 << 20;
  private static final double MAX_HEAP = 64;

  /** A fourth of the heap, and an eighth more, at what the least entry costs. */
  private static final double TABLE = MAX_HEAP * MIB / 4 * 9 / 8 / 2400;

  @Override
  public void measure(Settings settings, Report report) throws Exception {
    try (var one = new Agent.Start(settings).at("one", "127.83.4.1");
        var two = new Agent.Start(settings).option("--join", "127.83.4.1").at("two", "127.83.4.2");
        var strangers = new Strangers()) {
      one.up();
      two.up();
      Await.until("both are together", Duration.ofSeconds(10), () -> one.members().size() == 2);
      long rss = one.rss();
      long anonymous = one.anonymous();
      int gone;
      int suspect;
      int looks;
      double table = 0;
      try (var oneLooks = new Lookout(one, List.of("two"), 500);
          var twoLooks = new Lookout(two, List.of("one"), 500)) {
        var frame = Strangers.crowd(CROWD);
        report.info("bytes of the frame", frame.length + "");
        Strangers.frame(one, frame);
        table = Math.max(table, known(one));
        report.info("entries after the frame", (long) known(one) + "");
        names(one, strangers);
        for (int i = 0; i < 30; i++) {
          table = Math.max(table, Math.max(known(one), known(two)));
          TimeUnit.SECONDS.sleep(1);
        }
        gone = oneLooks.gone() + twoLooks.gone();
        suspect = oneLooks.suspect() + twoLooks.suspect();
        looks = oneLooks.looks() + twoLooks.looks();
      }
      report.atMost("entries of the table", table, TABLE, "");
      report.atLeast("strangers refused (members.refused)", one.counter("members.refused"), 1, "");
      report.atMost("one of the two gone to the other, of " + looks + " looks", gone, 0, "");
      report.info("one of the two suspect to the other", suspect + " looks");
      memory(one, rss, anonymous, report);
      memory(two, rss, anonymous, report);
      for (var agent : List.of(one, two)) {
        report.atMost(
            agent.name() + ": log",
            Files.size(Agent.log(settings, agent.name())) / 1024.0,
            100,
            " KiB");
      }
      report.must("both live", one.process().isAlive() && two.process().isAlive());
      one.terminate();
      two.terminate();
    }
  }

  private static void names(Agent to, Strangers strangers) throws Exception {
    var self = Strangers.record(to.name(), to.members().get(to.name()));
    for (int i = 0; i < NAMES; i++) {
      strangers.forge(Forgery.Kind.FRESH_NAME, self, self);
      if (i % 10 == 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  /** All entries, whatever their state. */
  private static double known(Agent agent) throws IOException {
    return agent
        .health("/q/metrics")
        .lines()
        .filter(line -> line.startsWith("hearsay_members{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void memory(Agent agent, long rss, long anonymous, Report report)
      throws Exception {
    report.info(
        agent.name() + ": RSS, anonymous before and after, MiB",
        "%d, %d; %d, %d"
            .formatted(rss >> 10, anonymous >> 10, agent.rss() >> 10, agent.anonymous() >> 10));
    long pid = agent.process().pid();
    if (Path.of("/proc", "" + pid, "exe").toRealPath().endsWith("java")) {
      jcmd(pid, "GC.run");
      double used =
          jcmd(pid, "GC.heap_info")
                  .lines()
                  .filter(line -> line.contains("generation"))
                  .mapToLong(line -> Long.parseLong(line.replaceAll(".*used (\\d+)K.*", "$1")))
                  .sum()
              / 1024.0;
      report.atMost(agent.name() + ": heap after collection", used, MAX_HEAP / 2, " MiB");
    } else {
      // It has no collector that could be asked for: what is there may be garbage.
      report.atMost(
          agent.name() + ": anonymous memory, garbage included",
          agent.anonymous() / 1024.0,
          MAX_HEAP,
          " MiB");
    }
  }

  private static String jcmd(long pid, String what) throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process = new ProcessBuilder(jcmd, "" + pid, what).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
