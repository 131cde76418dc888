package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Load;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Collectors;

/** How long a new server takes to answer its first request, under the usual load. */
final class FirstAnswers {
  static final InetSocketAddress SITE = new InetSocketAddress("127.0.0.1", 80);
  static final Way RUN_TIME = new Way("", Duration.ofMillis(200), Duration.ofMillis(2));

  /** Asking takes processor time from HAProxy's start, so it is as rare as the figure allows. */
  private static final Way RELOAD =
      new Way(" service=shop host=shop", Duration.ofMillis(1300), Duration.ofMillis(10));

  /** Weighs more than all others, so that it gets the next request or the one after. */
  private static final String NEW = "role=backend port=3001 weight=256";

  private final Results.Section results;
  private final Subject subject;
  private int made;

  FirstAnswers(Results.Section results, Subject subject) {
    this.results = results;
    this.subject = subject;
  }

  /** What gives HAProxy its servers. All times are of {@link System#nanoTime()}. */
  interface Subject {
    /** Adds a new server. */
    void add(int number, String tags);

    /** From when on that addition counts; called after the first answer. */
    long added(int number);

    /** When HAProxy ran with it. */
    long applied();

    /** Removes the server, and waits until HAProxy runs without it. */
    void remove(int number);
  }

  /**
   * How servers are added.
   *
   * @param tags what they have more than others, which decides whether HAProxy is reloaded
   * @param gap from one change to the next
   * @param ask from one request for the new server to the next
   */
  record Way(String tags, Duration gap, Duration ask) {}

  /** Until the first answer, and until the apply is done. */
  record Times(Millis first, Millis applied) {}

  /** Measures additions of both kinds, and what the load noticed. */
  void measure(String from, int changes) {
    try (var load = Load.strict(SITE, Settings.RATE)) {
      Await.pause(Duration.ofSeconds(2));
      report(from + " -> first answer, run time", changes(2 * changes, RUN_TIME), 20);
      report(from + " -> first answer, reload", changes(Math.max(3, changes / 2), RELOAD), 250);
      var outcome = load.stop();
      results.exactly("  failed requests meanwhile", outcome.failed(), 0);
      results.say(outcome.summary());
    }
  }

  private void report(String what, Times times, double most) {
    results.atMost(what + ", median, ms", times.first.median(), most);
    results.atMost("  the same, worst of " + times.first.size(), times.first.max(), most);
    results.info("  until the apply is done, median, ms", times.applied.median());
  }

  /** Adds and removes a server that many times. */
  Times changes(int times, Way way) {
    var first = new ArrayList<Double>();
    var applied = new ArrayList<Double>();
    try (var probe = new Probe(SITE, way.ask)) {
      for (int i = 0; i < times; i++) {
        // Never the same one twice: a server that comes and goes all the time may be held back.
        subject.add(++made, NEW + way.tags);
        long answered = probe.until("new");
        long added = subject.added(made);
        first.add((answered - added) / 1e6);
        applied.add((subject.applied() - added) / 1e6);
        Await.pause(way.gap);
        subject.remove(made);
        // A service of its own may outlive its last server for a while.
        probe.until("old");
        Await.pause(way.gap);
      }
    }
    results.say(
        "first answers in their order, ms: "
            + first.stream().map(Results::text).collect(Collectors.joining(" ")));
    return new Times(new Millis(first), new Millis(applied));
  }
}
