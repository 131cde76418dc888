package io.hearsay.bench.hostile;

import io.hearsay.membership.swim.Forgery;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Row 4: 3 MB of strangers in one frame, then 6000 unknown names in datagrams. */
final class Crowd implements Row {
  private static final int CROWD = 18_500;
  private static final int NAMES = 6000;
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final double MIB = 1 << 20;
  private static final double MAX_HEAP = 64;

  /** Entries in a quarter of the heap plus an eighth, at the cost of the smallest entry. */
  private static final double TABLE = MAX_HEAP * MIB / 4 * 9 / 8 / 2400;

  @Override
  public void measure(Settings settings, Results.Section report) throws Exception {
    try (var one = new Guest.Start(settings, "one", "127.83.4.1").start();
        var two = new Guest.Start(settings, "two", "127.83.4.2").with("--join", one.ip()).start();
        var strangers = new Strangers()) {
      one.up();
      two.up();
      Await.until("they did not meet", Duration.ofSeconds(10), () -> one.members().size() == 2);
      long rss = one.proc().rss();
      long anonymous = one.proc().anonymous();
      int gone;
      int suspect;
      int looks;
      double table = 0;
      try (var oneLooks = new Lookout(one, List.of("two"), LOOK);
          var twoLooks = new Lookout(two, List.of("one"), LOOK)) {
        var frame = Strangers.crowd(CROWD);
        report.info("bytes of the frame", frame.length);
        Strangers.frame(one, frame);
        table = Math.max(table, known(one));
        report.info("entries after the frame", (long) known(one));
        names(one, strangers);
        for (int i = 0; i < 30; i++) {
          table = Math.max(table, Math.max(known(one), known(two)));
          TimeUnit.SECONDS.sleep(1);
        }
        gone = oneLooks.gone() + twoLooks.gone();
        suspect = oneLooks.suspect() + twoLooks.suspect();
        looks = oneLooks.looks() + twoLooks.looks();
      }
      report.atMost("entries of the table", table, TABLE);
      report.atLeast(
          "strangers refused (members.refused)", one.agent().counter("members.refused"), 1);
      report.atMost("one of the two gone to the other, of " + looks + " looks", gone, 0);
      report.info("one of the two suspect to the other", suspect + " looks");
      memory(one, rss, anonymous, report);
      memory(two, rss, anonymous, report);
      for (var agent : List.of(one, two)) {
        report.atMost(agent.name() + ": log, KiB", Files.size(agent.log()) / 1024.0, 100);
      }
      report.must("both live", one.program().alive() && two.program().alive());
      one.terminate();
      two.terminate();
    }
  }

  private static void names(Guest to, Strangers strangers) throws Exception {
    var self = Strangers.record(to.members().get(to.name()));
    for (int i = 0; i < NAMES; i++) {
      strangers.forge(Forgery.Kind.FRESH_NAME, self, self);
      if (i % 10 == 0) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    }
  }

  /** All entries, whatever their state. */
  private static double known(Guest guest) throws IOException {
    return guest.agent().metrics().sum("hearsay_members");
  }

  private static void memory(Guest agent, long rss, long anonymous, Results.Section report)
      throws IOException {
    var proc = agent.proc();
    report.info(
        agent.name() + ": RSS, anonymous before and after, MiB",
        "%d, %d; %d, %d"
            .formatted(rss >> 10, anonymous >> 10, proc.rss() >> 10, proc.anonymous() >> 10));
    var memory = Memory.of(agent);
    report.atMost(
        agent.name() + ": " + memory.what() + ", MiB",
        memory.mib(),
        memory.collected() ? MAX_HEAP / 2 : MAX_HEAP);
  }
}
