package io.hearsay.bench.hostile;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.EventStream;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Results;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Row 5: bodies that never end, readers that never read, connections that never speak. Everything
 * runs twice: memory that the second round adds would be added every time. An agent beside them,
 * which nobody calls, shows how late answers come merely because the callers need the processors.
 */
final class Callers implements Row {
  private static final int BODIES = 50;
  private static final int BODY = 10 << 20;
  private static final int READERS = 1000;
  private static final int EVENTS = 10_000;
  private static final int IDLE = 5000;
  private static final int MAX_READERS = 64;
  private static final int BATCH = 5;

  @Override
  public void measure(Settings settings, Results.Section report) throws Exception {
    try (var one = new Guest.Start(settings, "one", "127.83.5.1").start();
        var two = new Guest.Start(settings, "two", "127.83.5.2").with("--join", one.ip()).start();
        var beside = new Guest.Start(settings, "beside", "127.83.5.3").start()) {
      one.up();
      two.up();
      beside.up();
      Await.until("they did not meet", Duration.ofSeconds(10), () -> two.members().size() == 2);
      var before = Memory.of(one);
      all(new Cast(one, two, beside), report, "");
      double first = Memory.of(one).mib();
      all(new Cast(one, two, beside), report, "again: ");
      double second = Memory.of(one).mib();
      report.info(
          before.what() + ", before, after, after both, MiB", round(before.mib(), first, second));
      report.atMost("what the second time added, MiB", Math.max(0, second - first), 2);
      report.must("it lives", one.program().alive());
      one.terminate();
      two.terminate();
    }
  }

  private static String round(double... figures) {
    var text = new ArrayList<String>();
    for (double figure : figures) {
      text.add(String.format(java.util.Locale.ROOT, "%.1f", figure));
    }
    return String.join(", ", text);
  }

  /**
   * The agents that take part.
   *
   * @param one the agent that is called
   * @param two the agent that events come from
   * @param beside the agent that is left alone
   */
  private record Cast(Guest one, Guest two, Guest beside) {}

  private static void all(Cast cast, Results.Section report, String when) throws Exception {
    bodies(cast, Host.HTTP_PORT, "POST /v1/events/x", report, when + "bodies, API: ");
    bodies(cast, Host.HEALTH_PORT, "POST /q/health/live", report, when + "bodies, health port: ");
    readers(cast, report, when + "stalled readers: ");
    idle(cast, Host.HTTP_PORT, report, when + "idle, API: ");
    idle(cast, Host.HEALTH_PORT, report, when + "idle, health port: ");
    TimeUnit.SECONDS.sleep(10);
  }

  private static void bodies(Cast cast, int port, String call, Results.Section report, String when)
      throws Exception {
    var agent = cast.one();
    var head =
        call + " HTTP/1.1\r\nHost: " + agent.ip() + "\r\nContent-Length: " + BODY + "\r\n\r\n";
    try (var watch = new HealthWatch(agent);
        var beside = new HealthWatch(cast.beside());
        var connections = new Connections(agent.ip(), port, BODIES, head)) {
      long taken = connections.push(BODY - 1, Duration.ofSeconds(5));
      report.info(when + "taken by the kernels of " + BODIES + " × 10 MB", (taken >> 20) + " MiB");
      health(watch, beside, report, when);
    }
  }

  private static void health(
      HealthWatch watch, HealthWatch beside, Results.Section report, String when) {
    report.atMost(when + "health, not UP of " + watch.calls(), watch.failed(), 0);
    report.atMost(when + "health, median, ms", watch.quantile(0.5), 50);
    double alone = beside.quantile(1);
    report.atMost(
        when + "health, slowest, ms; of the agent beside " + round(alone),
        watch.quantile(1),
        Math.max(50, 2 * alone));
  }

  private static void idle(Cast cast, int port, Results.Section report, String when)
      throws Exception {
    try (var connections = new Connections(cast.one().ip(), port, IDLE, "");
        var watch = new HealthWatch(cast.one());
        var beside = new HealthWatch(cast.beside())) {
      TimeUnit.SECONDS.sleep(5);
      health(watch, beside, report, when);
    }
  }

  private static void readers(Cast cast, Results.Section report, String when) throws Exception {
    var one = cast.one();
    var two = cast.two();
    try (var live = new LiveReader(one)) {
      Await.until("it did not listen", Duration.ofSeconds(5), live::listens);
      events(two, EVENTS / 10);
      double alone = live.quantile(0.5);
      live.next();
      var call = "GET /v1/events HTTP/1.1\r\nHost: " + one.ip() + "\r\n\r\n";
      try (var stalled = new Connections(one.ip(), Host.HTTP_PORT, READERS, call);
          var watch = new HealthWatch(one);
          var beside = new HealthWatch(cast.beside())) {
        events(two, EVENTS);
        TimeUnit.SECONDS.sleep(1);
        health(watch, beside, report, when);
        report.info(when + "events that the live reader received", live.count());
        report.atMost(
            when + "median delay of an event, ms; without them " + round(alone),
            live.quantile(0.5),
            alone + 50);
        // One of the places belongs to the live reader.
        report.atMost(when + "let in", stalled.answered("200"), MAX_READERS - 1);
      }
    }
  }

  /** Each event carries the time at which it was sent. */
  private static void events(Guest at, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      at.agent().post("/v1/events/tick", "t" + System.nanoTime() + "t");
      if (i % BATCH == 0) {
        TimeUnit.MILLISECONDS.sleep(BATCH);
      }
    }
  }

  /** Reads the events of an agent as they come. */
  private static final class LiveReader implements AutoCloseable {
    private final EventStream events;
    private final List<Double> millis = new ArrayList<>();
    private boolean listening;

    LiveReader(Guest agent) throws IOException {
      events = new EventStream(agent.ip(), this::took);
    }

    private synchronized void took(String line) {
      listening |= line.contains("listening");
      var told = line.replaceAll(".*\"t(\\d+)t\".*", "$1");
      if (!told.equals(line)) {
        millis.add((System.nanoTime() - Long.parseLong(told)) / 1e6);
      }
    }

    synchronized boolean listens() {
      return listening;
    }

    /** Starts counting from zero. */
    synchronized void next() {
      millis.clear();
    }

    synchronized int count() {
      return millis.size();
    }

    synchronized double quantile(double part) {
      var sorted = millis.stream().sorted().toList();
      return sorted.isEmpty() ? 1e6 : sorted.get((int) (part * (sorted.size() - 1)));
    }

    @Override
    public void close() throws IOException {
      events.close();
    }
  }
}
