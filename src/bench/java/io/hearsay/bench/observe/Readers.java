package io.hearsay.bench.observe;

import io.hearsay.bench.crowd.Crowd;
import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Command;
import io.hearsay.testkit.Env;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Network;
import io.hearsay.testkit.Proc;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Two balancers of one cluster side by side, with clients and open dashboards: one observes its HAProxy, the
 * other only writes the configuration, and has none to observe.
 */
final class Readers implements AutoCloseable {
  static final int SERVICES = 30;
  private static final int CHANGES = 10;
  private static final String BLIND = "198.18.255.253";

  /** The first half of the members' addresses. */
  private static final String NET = "198.19.";

  private static final int IN_A_NET = 250;
  private static final int FIRST_NET = 2;
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration JOINED = Duration.ofSeconds(180);
  private static final Duration SETTLE = Duration.ofSeconds(5);

  /** A change that gossip has lost arrives with the next exchange of states. */
  private static final Duration APPLIED = Duration.ofSeconds(60);

  /** Each look takes all metrics, which costs the agent as well. */
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration VISITS = Duration.ofMillis(50);
  private static final double MOST_SHARE = .5;
  private static final String LATENCY = "hearsay_proxy_view_to_applied_seconds";

  private final Env env;
  private final Path directory;
  private final int servers;
  private final Duration hold;
  private final Results.Section report;
  private final List<Program> programs = new ArrayList<>();
  private final Http visitors = new Http(Duration.ofSeconds(5));
  private final LongAdder visits = new LongAdder();
  private final LongAdder unanswered = new LongAdder();
  private volatile boolean closed;
  private Balancer observing;
  private Balancer blind;
  private Crowd crowd;
  private final Network network;

  /** One of the two. */
  private record Balancer(Host host, Program program) {
    long ticks() {
      return new Proc(program.pid()).ticks();
    }

    /** The processor time in seconds of one of its threads, by a word in its name. */
    double seconds(String thread) {
      return new Proc(program.pid()).seconds(thread);
    }

    double applies() throws IOException {
      return host.agent().metrics().sum(LATENCY + "_count");
    }

    double latencies() throws IOException {
      return host.agent().metrics().sum(LATENCY + "_sum");
    }
  }

  Readers(Env env, int servers, Results.Section report) {
    this.env = env;
    this.directory = env.path("KIT_DIRECTORY");
    this.servers = servers;
    this.hold = Duration.ofSeconds(env.number("HOLD", 20, 2, 600));
    this.report = report;
    this.network = new Network(env.text("KIT_PREFIX"));
  }

  /** The service of a member. */
  static String service(int member) {
    return "s" + member % SERVICES;
  }

  void measure() throws IOException {
    observing = balancer("observing", network.here("observing").address(), "exec");
    Command.sh("ip addr add " + BLIND + "/16 dev near");
    blind = balancer("blind", BLIND, "none");
    for (var each : List.of(observing, blind)) {
      Await.until(each.host.name() + " did not come up", START, each.host.agent()::up);
    }
    join();
    Thread.ofPlatform().daemon().name("visitor").start(this::visit);
    var numbers = env.words("READERS").isEmpty() ? List.of("0", "1", "5") : env.words("READERS");
    for (var number : numbers) {
      with(Integer.parseInt(number));
    }
    report.info("requests meanwhile", visits.sum());
    report.exactly("requests without an answer", unanswered.sum(), 0);
    report.info("memory of its own, observing, KiB", new Proc(observing.program.pid()).anonymous());
    report.info("memory of its own, blind, KiB", new Proc(blind.program.pid()).anonymous());
  }

  private Balancer balancer(String name, String address, String reload) throws IOException {
    var host = new Host(name, address);
    var at = Files.createDirectories(directory.resolve(name));
    var settings = new StringBuilder();
    for (int i = 0; i < SERVICES; i++) {
      settings.append("hearsay.service.").append(service(i)).append(".check=none\n");
    }
    settings.append("hearsay.balancer.min-gap=100ms\n");
    var file = Files.writeString(at.resolve("hearsay.properties"), settings);
    var command =
        new AgentCommand(env.text("KIT_HEARSAY"), name, address)
            .balancer(
                env.text("KIT_HAPROXY"),
                at.resolve("haproxy.cfg"),
                address + ":8080",
                address + ":1936")
            .env("HEARSAY_BALANCER_RUN_DIR", at.toString())
            .env("HEARSAY_BALANCER_RELOAD", reload)
            .with("--profile", "wan", "--config", file.toString());
    if (observing != null) {
      command.with("--join", observing.host.address());
    }
    var program = command.start(host, directory.resolve(name + ".log"));
    programs.add(program);
    return new Balancer(host, program);
  }

  /** The crowd is on a host of its own: its sockets are none of the balancers' host. */
  private void join() throws IOException {
    var host = network.host("crowd");
    Command.sh(
        "ip -n %s route add local %s0.0/16 dev lo; ip route add %s0.0/16 via %s"
            .formatted(host.namespace(), NET, NET, host.address()));
    var classes = System.getProperty("java.class.path");
    var app = Program.java("-Xmx64m", classes, "io.hearsay.web.Main", "app", "0.0.0.0:" + Host.APP_PORT);
    programs.add(Program.start("the application", directory.resolve("app.log"), Map.of(), host.command(app)));
    var seeds = List.of(observing.host.address(), blind.host.address());
    crowd = new Crowd(host, classes, "-Xmx1500m", "wan", seeds, directory.resolve("crowd.log"));
    for (int i = 0; i < servers; i++) {
      var address = NET + (FIRST_NET + i / IN_A_NET) + "." + (1 + i % IN_A_NET);
      var service = service(i);
      var tags = "role=backend service=%s path=/%s port=%d".formatted(service, service, Host.APP_PORT);
      crowd.add("web" + i, address, tags);
    }
    crowd.start();
    crowd.done();
    observing
        .host
        .agent()
        .await("all servers", JOINED, p -> p.inStep() && p.servers().size() == servers);
    Await.until(
        "the other balancer does not have all servers",
        JOINED,
        () -> blind.host.agent().metrics().sum("hearsay_proxy_servers") == servers);
    Await.pause(SETTLE);
  }

  /** So that the figures differ each second, as they do where there are clients. */
  private void visit() {
    for (int i = 0; !closed; i++) {
      try {
        visitors.get("http://" + observing.host.address() + ":8080/" + service(i));
        visits.increment();
      } catch (IOException e) {
        unanswered.increment();
      }
      Await.pause(VISITS);
    }
  }

  private void with(int number) throws IOException {
    var readers = new ArrayList<PageReader>();
    try {
      for (int i = 0; i < number; i++) {
        readers.add(new PageReader(observing.host.address()));
        readers.add(new PageReader(blind.host.address()));
      }
      Await.pause(SETTLE);
      shares(number, readers);
      changes(number);
      report.exactly(
          number + " readers: pages not answered",
          readers.stream().mapToLong(PageReader::failures).sum(),
          0);
    } finally {
      for (var reader : readers) {
        reader.close();
      }
    }
  }

  /** What a thread of the observing balancer takes more than the same one of the blind balancer. */
  private double more(String thread) {
    return observing.seconds(thread) - blind.seconds(thread);
  }

  /**
   * Processor time while nothing changes. The threads are told apart because the protocol's takes now more in the one
   * balancer and now in the other, by as much as is measured here.
   */
  private void shares(int number, List<PageReader> readers) {
    long pages = readers.stream().mapToLong(PageReader::pages).sum();
    long bytes = readers.stream().mapToLong(PageReader::bytes).sum();
    long observed = observing.ticks();
    long unobserved = blind.ticks();
    double looking = more("observe");
    double supervising = more("balance");
    long began = System.nanoTime();
    Await.pause(hold);
    double seconds = (System.nanoTime() - began) / 1e9;
    looking = 100 * (more("observe") - looking) / seconds;
    supervising = 100 * (more("balance") - supervising) / seconds;
    // A tick is a hundredth of a second, so ticks a second are per cent.
    double with = (observing.ticks() - observed) / seconds;
    double without = (blind.ticks() - unobserved) / seconds;
    var what = number + " readers: ";
    report.info(what + "observing, the whole agent, % of a core", with);
    report.info(what + "blind, the whole agent, % of a core", without);
    report.info(what + "supervising: HAProxy is asked for its pid, %", supervising);
    if (number == 0) {
      report.atMost(what + "observing: its thread, % of a core", looking, MOST_SHARE);
    } else {
      report.info(what + "observing: its thread, % of a core", looking);
      pages = readers.stream().mapToLong(PageReader::pages).sum() - pages;
      bytes = readers.stream().mapToLong(PageReader::bytes).sum() - bytes;
      report.info(what + "new pages to all of them, a second", pages / seconds);
      report.info(what + "KiB to all of them, a second", bytes / 1024.0 / seconds);
    }
  }

  /** Weights are changed one by one; how long each took from the view to HAProxy, on average. */
  private void changes(int number) throws IOException {
    double seconds = observing.latencies();
    double unobserved = blind.latencies();
    double first = observing.applies();
    double firstBlind = blind.applies();
    for (int i = 0; i < CHANGES; i++) {
      double before = observing.applies();
      double beforeBlind = blind.applies();
      crowd.tags("web0", "weight=" + (i % 2 == 0 ? 50 + number : 100));
      crowd.done();
      Await.until(
          "a change was not applied",
          APPLIED,
          POLL,
          () -> observing.applies() > before && blind.applies() > beforeBlind);
    }
    report.info(
        number + " readers: from a view to HAProxy, ms",
        1000 * (observing.latencies() - seconds) / (observing.applies() - first));
    report.info(
        number + " readers: from a view to the file, blind, ms",
        1000 * (blind.latencies() - unobserved) / (blind.applies() - firstBlind));
  }

  @Override
  public void close() {
    closed = true;
    if (crowd != null) {
      crowd.close();
    }
    for (var program : programs.reversed()) {
      program.stop(Duration.ofSeconds(10));
    }
    network.close();
  }
}
