package io.hearsay.bench.hostile;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Results;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Row 5: bodies that never end, readers that never read, connections that never speak. All of it
 * twice: what the second time adds to the memory would be added each time.
 */
final class Callers implements Row {
  private static final int BODIES = 50;
  private static final int BODY = 10 << 20;
  private static final int READERS = 1000;
  private static final int EVENTS = 10_000;
  private static final int IDLE = 5000;
  private static final int MAX_READERS = 64;
  private static final int BATCH = 5;
  private static final double MIB = 1024;

  @Override
  public void measure(Settings settings, Results.Section report) throws Exception {
    try (var one = new Guest.Start(settings, "one", "127.83.5.1").start();
        var two = new Guest.Start(settings, "two", "127.83.5.2").with("--join", one.ip()).start()) {
      one.up();
      two.up();
      Await.until("they did not meet", Duration.ofSeconds(10), () -> two.members().size() == 2);
      double before = one.proc().anonymous() / MIB;
      all(one, two, report, "");
      double first = one.proc().anonymous() / MIB;
      all(one, two, report, "again: ");
      double second = one.proc().anonymous() / MIB;
      report.info("anonymous memory before, after, after both, MiB", round(before, first, second));
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

  private static void all(Guest one, Guest two, Results.Section report, String when)
      throws Exception {
    bodies(one, Host.HTTP_PORT, "POST /v1/events/x", report, when + "bodies, API: ");
    bodies(one, Host.HEALTH_PORT, "POST /q/health/live", report, when + "bodies, health port: ");
    readers(one, two, report, when + "stalled readers: ");
    idle(one, Host.HTTP_PORT, report, when + "idle, API: ");
    idle(one, Host.HEALTH_PORT, report, when + "idle, health port: ");
    TimeUnit.SECONDS.sleep(10);
  }

  private static void bodies(
      Guest agent, int port, String call, Results.Section report, String when) throws Exception {
    var head =
        call + " HTTP/1.1\r\nHost: " + agent.ip() + "\r\nContent-Length: " + BODY + "\r\n\r\n";
    try (var watch = new HealthWatch(agent);
        var connections = new Connections(agent.ip(), port, BODIES, head)) {
      long taken = connections.push(BODY - 1, Duration.ofSeconds(5));
      report.info(when + "taken by the kernels of " + BODIES + " × 10 MB", (taken >> 20) + " MiB");
      health(watch, report, when);
    }
  }

  private static void health(HealthWatch watch, Results.Section report, String when) {
    report.atMost(when + "health, not UP of " + watch.calls(), watch.failed(), 0);
    report.atMost(when + "health, median, ms", watch.quantile(0.5), 50);
    report.atMost(when + "health, slowest, ms", watch.quantile(1), 50);
  }

  private static void idle(Guest agent, int port, Results.Section report, String when)
      throws Exception {
    try (var connections = new Connections(agent.ip(), port, IDLE, "");
        var watch = new HealthWatch(agent)) {
      TimeUnit.SECONDS.sleep(5);
      health(watch, report, when);
    }
  }

  private static void readers(Guest one, Guest two, Results.Section report, String when)
      throws Exception {
    try (var live = new LiveReader(one)) {
      Await.until("it did not listen", Duration.ofSeconds(5), live::listens);
      events(two, EVENTS / 10);
      double alone = live.quantile(0.5);
      live.next();
      var call = "GET /v1/events HTTP/1.1\r\nHost: " + one.ip() + "\r\n\r\n";
      try (var stalled = new Connections(one.ip(), Host.HTTP_PORT, READERS, call);
          var watch = new HealthWatch(one)) {
        events(two, EVENTS);
        TimeUnit.SECONDS.sleep(1);
        health(watch, report, when);
        report.info(when + "events that the one who reads has got", live.count());
        report.atMost(
            when + "median delay of an event, ms; without them " + round(alone),
            live.quantile(0.5),
            alone + 50);
        // One of the places is the live one's.
        report.atMost(when + "let in", stalled.answered("200"), MAX_READERS - 1);
      }
    }
  }

  /** Each says when it was told. */
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
    private final Socket socket;
    private final List<Double> millis = new ArrayList<>();
    private boolean listening;

    LiveReader(Guest agent) throws IOException {
      socket = new Socket(agent.ip(), Host.HTTP_PORT);
      socket
          .getOutputStream()
          .write(
              ("GET /v1/events HTTP/1.1\r\nHost: " + agent.ip() + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
      try (var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        for (var line = in.readLine(); line != null; line = in.readLine()) {
          took(line);
        }
      } catch (IOException e) {
        // It is over.
      }
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

    /** Counts from now on. */
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
      socket.close();
    }
  }
}
