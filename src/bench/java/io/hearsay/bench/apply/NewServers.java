package io.hearsay.bench.apply;

import io.hearsay.bench.crowd.Crowd;
import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.EventStream;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Results;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Row 12: row 3 through the product. From the instant at which the balancer's events tell of a new
 * member until it answers its first request through HAProxy, under the usual load. The members run
 * in one process, in front of real web servers.
 */
final class NewServers implements FirstAnswers.Subject, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final int OLDS = 2;
  private static final String OLD = "role=backend port=3000 weight=20";

  private final Settings settings;
  private final Results.Section results;
  private final Host host = Host.balancer();
  private final Stage stage;
  private final OldAndNew webs;
  private Program balancer;
  private Crowd crowd;
  private News news;
  private long started;
  private final List<Double> joined = new ArrayList<>();

  NewServers(Settings settings, Settings.Haproxy haproxy, Results.Section results) {
    this.settings = settings;
    this.results = results;
    stage = new Stage(settings, haproxy, host);
    stage.makeDirectory();
    webs = new OldAndNew(stage);
  }

  /** Measures the row. */
  void measure() {
    start();
    try (var events = new News(host.address())) {
      news = events;
      new FirstAnswers(results, this)
          .measure("member-join", Math.max(3, settings.changes() / 10));
    } catch (IOException e) {
      throw new Failure("the balancer gives no events", e);
    }
    results.info("  from its start to member-join, median, ms", new Millis(joined).median());
  }

  @Override
  public void add(int number, String tags) {
    crowd.add(name(number), "127.0.9." + number, tags);
    news.forget();
    started = System.nanoTime();
    crowd.start();
  }

  @Override
  public long added(int number) {
    long told = news.until("member-join", name(number));
    joined.add((told - started) / 1e6);
    return told;
  }

  @Override
  public long applied() {
    long applied = news.until("proxy-applied", "");
    crowd.done();
    return applied;
  }

  @Override
  public void remove(int number) {
    news.forget();
    crowd.leave(name(number));
    news.until("proxy-applied", "");
    crowd.done();
  }

  private static String name(int number) {
    return "new" + number;
  }

  /** The events of the balancer, each with the time of {@link System#nanoTime()} at which it came. */
  private static final class News implements AutoCloseable {
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final EventStream stream;

    private record Line(String text, long came) {}

    News(String address) throws IOException {
      stream = new EventStream(address, line -> lines.add(new Line(line, System.nanoTime())));
      // The first line, a comment: from here on there are events.
      if (next(LIMIT.toNanos()) == null) {
        throw new Failure("the balancer gives no events");
      }
    }

    void forget() {
      lines.clear();
    }

    /** When an event of that type whose data contains that word came; forgets all before it. */
    long until(String type, String word) {
      var event = new Line("", 0);
      long end = System.nanoTime() + LIMIT.toNanos();
      while (true) {
        var line = next(end - System.nanoTime());
        if (line == null) {
          throw new Failure("no event " + type + " " + word);
        }
        if (line.text.startsWith("event:")) {
          event = line;
        } else if (line.text.startsWith("data:")
            && event.text.endsWith(type)
            && line.text.contains(word)) {
          return event.came;
        }
      }
    }

    private Line next(long nanos) {
      try {
        return lines.poll(nanos, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw Failure.interrupted(e);
      }
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  private void start() {
    balancer =
        new AgentCommand(settings.hearsay(), host.name(), host.address())
            .balancer(stage.haproxy().program(), stage.config(), ":" + FirstAnswers.SITE.getPort(), ":1936")
            .start(host, stage.log("balancer"));
    Await.until("the balancer's agent did not answer", LIMIT, host.agent()::up);
    var seeds = List.of(host.address());
    var log = stage.log("crowd");
    crowd = new Crowd(host, settings.pipeline(), "-Xmx64m", "container", seeds, log);
    for (int i = 1; i <= OLDS; i++) {
      crowd.add("web" + i, "127.0.1." + i, OLD);
    }
    crowd.start();
    crowd.done();
    host.agent().await("all servers", LIMIT, p -> p.inStep() && p.servers().size() == OLDS);
    try (var probe = new Probe(FirstAnswers.SITE, FirstAnswers.RUN_TIME.ask())) {
      probe.until("old");
    }
  }

  @Override
  public void close() {
    if (crowd != null) {
      crowd.close();
    }
    if (balancer != null) {
      balancer.stop(STOP_LIMIT);
    }
    stage.haproxies().kill();
    webs.close();
  }
}
