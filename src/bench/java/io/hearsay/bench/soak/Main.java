package io.hearsay.bench.soak;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Env;
import io.hearsay.testkit.Exit;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Load;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The real part: runs chore after chore under load, then reports what has grown or failed. */
public final class Main {
  private static final Duration GAP = Duration.ofSeconds(4);
  private static final int SAMPLES = 30;

  /** Nothing is compared with the very beginning, when classes are loaded and buffers allocated. */
  private static final Duration WARM_UP = Duration.ofMinutes(2);

  private final Settings settings;
  private final Cluster cluster;
  private final Outages outages = new Outages();
  private final Map<Chore, Integer> done = new EnumMap<>(Chore.class);
  private String trouble = "";

  private Main(Settings settings) {
    this.settings = settings;
    this.cluster = new Cluster(settings);
  }

  /** Runs; exits with 1 if something has grown or a request has failed. */
  public static void main(String... args) throws Exception {
    Exit.with(
        () -> {
          var main = new Main(Settings.of(Env.ofProcess()));
          // On Ctrl-C too, nothing is left behind.
          Runtime.getRuntime().addShutdownHook(new Thread(main.cluster::close));
          return main.run();
        });
  }

  private boolean run() {
    cluster.start();
    var length = Duration.ofMinutes(settings.minutes());
    var warmUp = WARM_UP.compareTo(length.dividedBy(10)) < 0 ? WARM_UP : length.dividedBy(10);
    var period = Math.min(Duration.ofMinutes(1).toNanos(), length.dividedBy(SAMPLES).toNanos());
    try (var load = Load.strict(cluster.site(), settings.rate())) {
      var watch = new Watch(cluster, period, warmUp.toNanos());
      try {
        chores(watch, System.nanoTime() + length.toNanos());
        settle();
      } catch (Failure e) {
        trouble = e.getMessage();
        System.err.println("it ended early: " + trouble);
      }
      var outcome = load.stop();
      var results = new Results(System.err);
      var section = results.section("soak");
      boolean flat = Report.figures(watch, System.out);
      Report.requests(outcome, outages, section);
      done.forEach((chore, times) -> section.info(words(chore), times + " times"));
      closing(section);
      System.out.print(results.table());
      return flat && results.allReached();
    }
  }

  private void chores(Watch watch, long end) {
    long due = System.nanoTime();
    for (int round = 0; ; round++) {
      for (var chore : Chore.values()) {
        if (end - System.nanoTime() < 0) {
          return;
        }
        Await.at(due);
        chore.run(cluster, outages, round);
        done.merge(chore, 1, Integer::sum);
        if (watch.look()) {
          System.err.println(words(chore) + ", round " + round + ":" + watch.progress());
        }
        due = Math.max(due + GAP.toNanos(), System.nanoTime());
      }
    }
  }

  /** Waits until all members agree in the end. */
  private void settle() {
    Await.until("not all counted the same members alive", Cluster.LIMIT, () -> alive().size() == 1);
    cluster.awaitRotation();
  }

  private List<Double> alive() {
    return Stream.concat(cluster.lasting().stream(), cluster.webs().stream())
        .map(member -> Figures.of(member).metrics().sum("hearsay_members{status=\"alive\"}"))
        .distinct()
        .toList();
  }

  private void closing(Results.Section report) {
    if (!trouble.isEmpty()) {
      report.info("it ended early", trouble);
    }
    report.exactly("chores that did not come to their end", trouble.isEmpty() ? 0 : 1, 0);
    for (var member : cluster.lasting()) {
      var figures = Figures.of(member);
      report.exactly(
          "turns of the protocol that failed, " + member.name(),
          figures.metrics().sum("hearsay_protocol_turns_failed_total"),
          0);
    }
    var faults = Logs.faults(settings.directory());
    report.exactly("errors and stack traces in the logs, lines", faults.size(), 0);
    faults.stream().limit(10).forEach(line -> System.err.println(line));
    report.exactly("HAProxy processes in the end", haproxies(), 1);
  }

  /** Old processes may take a while to finish their connections. */
  private int haproxies() {
    Await.holds(Cluster.LIMIT, () -> cluster.haproxies().count() == 1);
    return cluster.haproxies().count();
  }

  private static String words(Chore chore) {
    return chore.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
