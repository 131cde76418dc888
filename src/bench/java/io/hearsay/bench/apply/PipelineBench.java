package io.hearsay.bench.apply;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Haproxies;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Results;
import io.hearsay.testkit.load.Load;
import io.hearsay.testkit.load.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Rows 3 and 9: from the instant at which the pipeline is given a snapshot until a new server
 * answers its first request. The pipeline runs in a process of its own, with made-up members in
 * front of real web servers, under the usual load.
 */
final class PipelineBench implements FirstAnswers.Subject, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String OLD = "set web%d 127.0.1.%d role=backend port=3000 weight=%d";
  private static final String NEW = "new%d 127.0.0.20";

  private final Settings settings;
  private final Results.Section results;
  private final Path directory;
  private final OldAndNew webs;
  private final Settings.Haproxy haproxy;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private Program pipeline;
  private PrintWriter tell;
  private long submitted;

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
    webs = new OldAndNew(stage);
  }

  /** Row 3. */
  void firstAnswers() {
    start(2, 2, 20);
    new FirstAnswers(results, this).measure("snapshot", Math.max(3, settings.changes() / 10));
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

  private record Rotation(FirstAnswers.Times times, Tally outcome) {
    double firstMedian() {
      return times.first().median();
    }

    double doneMedian() {
      return times.applied().median();
    }
  }

  private Rotation rotation(int servers, int taking, int changes) {
    start(servers, taking, 1);
    try (var load = Load.strict(FirstAnswers.SITE, Settings.RATE)) {
      Await.pause(Duration.ofSeconds(2));
      var times = new FirstAnswers(results, this).changes(changes, FirstAnswers.RUN_TIME);
      return new Rotation(times, load.stop());
    } finally {
      stop();
    }
  }

  @Override
  public void add(int number, String tags) {
    said.clear();
    tell("set " + NEW.formatted(number) + " " + tags, "go");
    submitted = number(awaitLine("submitted "), 1);
  }

  @Override
  public long added(int number) {
    return submitted;
  }

  @Override
  public long applied() {
    return number(awaitLine("applied "), 3);
  }

  @Override
  public void remove(int number) {
    said.clear();
    tell("leave " + NEW.formatted(number), "go");
    awaitLine("applied ");
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
    try (var probe = new Probe(FirstAnswers.SITE, FirstAnswers.RUN_TIME.ask())) {
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
    webs.close();
  }
}
