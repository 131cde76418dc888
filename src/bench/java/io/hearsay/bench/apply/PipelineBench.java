package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Haproxies;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Answer;
import io.hearsay.testkit.load.Load;
import io.hearsay.testkit.load.RequestFailed;
import io.hearsay.testkit.load.Tally;
import io.hearsay.testkit.load.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Rows 3 and 9: from the instant at which the pipeline is given a snapshot until a new server
 * answers its first request. The pipeline runs in a process of its own, with made-up members in
 * front of real web servers, under the usual load.
 */
final class PipelineBench implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final long EVERY = 1_000_000;
  private static final int WARM_UP = 50;
  private static final InetSocketAddress SITE = new InetSocketAddress("127.0.0.1", 80);
  private static final String OLD = "set web%d 127.0.1.%d role=backend port=3000 weight=%d";

  /** Weighs more than all others, so that it gets the next request or the one after. */
  private static final String NEW = "set new%d 127.0.0.20 role=backend port=3001 weight=256";

  private final Settings settings;
  private final Results.Section results;
  private final Path directory;
  private final List<Program> webs = new ArrayList<>();
  private final Settings.Haproxy haproxy;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private Program pipeline;
  private PrintWriter tell;
  private int made;

  PipelineBench(Settings settings, Settings.Haproxy haproxy, Results.Section results) {
    this.settings = settings;
    this.haproxy = haproxy;
    this.results = results;
    this.directory = settings.directory().resolve("pipeline-" + haproxy.version());
    try {
      Files.createDirectories(directory.resolve("bin"));
      var link = directory.resolve("bin/haproxy");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, Path.of(haproxy.program()));
    } catch (IOException e) {
      throw new Failure("cannot make " + directory, e);
    }
    var stage = new Stage(settings, haproxy, Host.balancer());
    stage.makeDirectory();
    // Every address of this network is theirs.
    webs.add(stage.startServer(new Host("old", "0.0.0.0"), 3000));
    webs.add(stage.startServer(new Host("new", "0.0.0.0"), 3001));
    Stage.awaitServer(Host.web(1), 3000);
    Stage.awaitServer(Host.web(1), 3001);
    warmUp(new InetSocketAddress("127.0.0.20", 3001));
  }

  /**
   * A web server's first answer takes a tenth of a second, which must not count as the pipeline's.
   */
  private static void warmUp(InetSocketAddress server) {
    for (int i = 0; i < WARM_UP; i++) {
      try (var wire = Wire.open(server)) {
        wire.get(false);
      } catch (RequestFailed e) {
        throw new Failure("a web server does not answer", e);
      }
    }
  }

  /** Row 3. */
  void firstAnswers() {
    start(2, 2, 20);
    int changes = Math.max(3, settings.changes() / 10);
    try (var load = Load.strict(SITE, Settings.RATE)) {
      Await.pause(Duration.ofSeconds(2));
      report("run time", changes(2 * changes, NEW, 200), 20);
      report(
          "reload", changes(Math.max(3, changes / 2), NEW + " service=shop host=shop", 1300), 250);
      var outcome = load.stop();
      results.exactly("  failed requests meanwhile", outcome.failed(), 0);
      results.say(outcome.summary());
    }
  }

  private void report(String how, Times times, double most) {
    results.atMost("snapshot -> first answer, " + how + ", median, ms", times.first.median(), most);
    results.atMost("  the same, worst of " + times.first.size(), times.first.max(), most);
    results.info("  until the apply is done, median, ms", times.done.median());
  }

  /**
   * Row 9. HAProxy sends a new server its first request in the next round, and a round has as many
   * requests as the weights of the servers add up to. No pipeline can shorten this wait, so all
   * but two of the 500 take no requests while times are measured, to keep it out of the figures.
   * They all take requests when the longest answer is measured.
   */
  void manyServers() {
    int changes = Math.max(5, settings.changes() / 10);
    var few = rotation(2, 2, changes);
    var many = rotation(500, 2, changes);
    var all = rotation(500, 500, changes);
    results.info("2 servers: snapshot -> first answer, median, ms", few.firstMedian());
    results.info("500 servers: the same", many.firstMedian());
    results.atMost("  as a multiple", many.firstMedian() / few.firstMedian(), 2);
    results.info("2 servers: until the apply is done, median, ms", few.doneMedian());
    results.info("500 servers: the same", many.doneMedian());
    results.atMost("  as a multiple", many.doneMedian() / few.doneMedian(), 2);
    results.info("500 in rotation: first answer, after a round, ms", all.firstMedian());
    var outcome = many.outcome.plus(all.outcome);
    results.atMost("longest answer with 500 servers, ms", 1000 * outcome.longest(), 100);
    results.exactly("  failed requests", outcome.failed(), 0);
    results.say(outcome.summary());
  }

  private record Rotation(Times times, Tally outcome) {
    double firstMedian() {
      return times.first.median();
    }

    double doneMedian() {
      return times.done.median();
    }
  }

  private Rotation rotation(int servers, int taking, int changes) {
    start(servers, taking, 1);
    try (var load = Load.strict(SITE, Settings.RATE)) {
      Await.pause(Duration.ofSeconds(2));
      var times = changes(changes, NEW, 200);
      return new Rotation(times, load.stop());
    } finally {
      stop();
    }
  }

  /** Times in milliseconds, sorted. */
  private record Millis(List<Double> sorted) {
    Millis {
      sorted = sorted.stream().sorted().toList();
    }

    int size() {
      return sorted.size();
    }

    double median() {
      return (sorted.get((size() - 1) / 2) + sorted.get(size() / 2)) / 2;
    }

    double max() {
      return sorted.getLast();
    }
  }

  private record Times(Millis first, Millis done) {}

  /** Adds and removes the new server that many times. */
  private Times changes(int times, String server, int gapMillis) {
    var first = new ArrayList<Double>();
    var done = new ArrayList<Double>();
    try (var probe = new Probe()) {
      for (int i = 0; i < times; i++) {
        said.clear();
        // Never the same name twice: a server that comes and goes all the time may be held back.
        int number = ++made;
        tell(server.formatted(number), "go");
        long submitted = number(awaitLine("submitted "), 1);
        first.add((probe.until("new") - submitted) / 1e6);
        done.add((number(awaitLine("applied "), 3) - submitted) / 1e6);
        Await.pause(Duration.ofMillis(gapMillis));
        said.clear();
        tell("leave new" + number + " 127.0.0.20", "go");
        awaitLine("applied ");
        // A service of its own may outlive its last server for a while.
        probe.until("old");
        Await.pause(Duration.ofMillis(gapMillis));
      }
    }
    results.say(
        "first answers in their order, ms: "
            + first.stream().map(Results::text).collect(Collectors.joining(" ")));
    return new Times(new Millis(first), new Millis(done));
  }

  /** Makes a request every millisecond, on one connection that is kept as long as possible. */
  private static final class Probe implements AutoCloseable {
    private Wire wire;

    /** When that server first answered, of {@link System#nanoTime()}. */
    long until(String name) {
      long begun = System.nanoTime();
      for (long next = begun; next - begun < LIMIT.toNanos(); next += EVERY) {
        Await.at(next);
        var answer = get();
        if (answer.backend().equals(name)) {
          return System.nanoTime();
        }
        next = Math.max(next, System.nanoTime() - EVERY);
      }
      throw new Failure(name + " does not answer within " + LIMIT.toSeconds() + " s");
    }

    private Answer get() {
      try {
        if (wire == null) {
          wire = Wire.open(SITE);
        }
        var answer = wire.get(true);
        if (!answer.keepAlive()) {
          close();
        }
        return answer;
      } catch (RequestFailed e) {
        wire = null;
        return new Answer(0, "", false);
      }
    }

    @Override
    public void close() {
      if (wire != null) {
        wire.close();
        wire = null;
      }
    }
  }

  private void start(int servers, int taking, int weight) {
    var path = directory.resolve("bin") + ":" + System.getenv("PATH");
    var main = "io.hearsay.bench.apply.pipeline.Main";
    var command = Program.java("-Xmx64m", settings.pipeline(), main, config().toString());
    var log = ProcessBuilder.Redirect.appendTo(directory.resolve("pipeline.log").toFile());
    pipeline =
        Program.start(
            "the pipeline",
            Program.builder(Map.of("PATH", path), command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(false)
                .redirectError(log));
    tell = new PrintWriter(pipeline.process().getOutputStream(), true, StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().name("pipeline").start(() -> follow(pipeline));
    for (int i = 1; i <= servers; i++) {
      tell(OLD.formatted(i, 1 + i % 200, i <= taking ? weight : 0));
    }
    said.clear();
    tell("go");
    awaitLine("applied ");
    try (var probe = new Probe()) {
      probe.until("old");
    }
  }

  private Path config() {
    return directory.resolve("haproxy.cfg");
  }

  private void follow(Program program) {
    try (var lines =
        new BufferedReader(new InputStreamReader(program.output(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
      }
    } catch (IOException e) {
      // The process has ended.
    }
  }

  private void tell(String... lines) {
    for (var line : lines) {
      tell.println(line);
    }
  }

  private String awaitLine(String start) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try {
      for (long left = LIMIT.toNanos(); left > 0; left = deadline - System.nanoTime()) {
        var line = said.poll(left, TimeUnit.NANOSECONDS);
        if (line != null && line.startsWith(start)) {
          return line;
        }
        if (line != null && line.startsWith("failed ")) {
          throw new Failure("the pipeline: " + line);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
    throw new Failure("the pipeline does not say \"" + start + "\", see " + directory);
  }

  private static long number(String line, int word) {
    return Long.parseLong(line.split(" ")[word]);
  }

  private void stop() {
    if (pipeline != null) {
      tell.close();
      pipeline.endsOrIsKilled(Duration.ofSeconds(10));
      pipeline = null;
    }
    new Haproxies(config()).kill();
    Await.holds(LIMIT, () -> new Haproxies(config()).count() == 0);
  }

  @Override
  public void close() {
    stop();
    webs.forEach(Program::kill);
  }
}
