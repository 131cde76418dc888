package io.hearsay.bench.apply;

import io.hearsay.testkit.Agent;
import io.hearsay.testkit.Agent.Pipeline;
import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Haproxies;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.load.Load;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A balancer and web nodes, each with an agent of its own: real agents, a real HAProxy, real web
 * servers.
 */
final class Stage implements AutoCloseable {
  private static final int FRONTEND = 80;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  /** A web server and the agent beside it. */
  record Node(Host host, Program web, Program sidecar) {
    Agent agent() {
      return host.agent();
    }
  }

  private final Settings settings;
  private final Settings.Haproxy haproxy;
  private final Host balancerHost;
  private final Path directory;
  private final Haproxies haproxies;
  private final Map<String, Node> nodes = new TreeMap<>();
  private final List<Program> others = new ArrayList<>();
  private final Set<String> spares = new TreeSet<>();
  private Program balancer;

  /**
   * An empty stage.
   *
   * @param balancerHost the host of the balancer's gossip
   */
  Stage(Settings settings, Settings.Haproxy haproxy, Host balancerHost) {
    this.settings = settings;
    this.haproxy = haproxy;
    this.balancerHost = balancerHost;
    this.directory = settings.directory().resolve("haproxy-" + haproxy.version());
    this.haproxies = new Haproxies(config());
  }

  /** Starts the balancer and web nodes, and waits until all of them take requests. */
  Stage start(List<Host> webs) {
    makeDirectory();
    startBalancer();
    webs.forEach(this::startWeb);
    awaitRotation();
    return this;
  }

  void makeDirectory() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new Failure("cannot make " + directory, e);
    }
  }

  /** Four nodes on loopback, the last one a spare. */
  static Stage withSpare(Settings settings, Settings.Haproxy haproxy) {
    var stage = new Stage(settings, haproxy, Host.balancer());
    stage.spares.add(Host.web(4).name());
    return stage.start(List.of(Host.web(1), Host.web(2), Host.web(3), Host.web(4)));
  }

  /** From now on the spare, once it has a role, is the only member of a service with a route. */
  void makeSpareAService() {
    node(4).agent().set("service", "api");
    node(4).agent().set("path", "/api");
  }

  /** Makes it a spare again. */
  void makeServiceASpare() {
    node(4).agent().set("role", "spare");
    node(4).agent().delete("service");
    node(4).agent().delete("path");
    awaitRotation();
  }

  /** The PSS of a HAProxy of this version with a minimal configuration, in MiB. */
  double barePss() {
    return BareHaproxy.pss(haproxy.program(), directory, haproxies);
  }

  void startBalancer() {
    var bind = balancerHost.address();
    var command =
        new AgentCommand(settings.hearsay(), "balancer", bind, Host.balancer().address())
            .balancer(haproxy.program(), config(), ":" + FRONTEND, ":1936")
            .join(nodes.values().stream().map(node -> node.host().address()).toList())
            // Reloads are requested more often than the default allows, and the same few members
            // change all the time, which must not count as flapping.
            .env("HEARSAY_BALANCER_MIN_GAP", "200ms")
            .env("HEARSAY_BALANCER_FLAP_HALF_LIFE", "0s");
    if (!settings.template().isEmpty()) {
      command.with("--template", settings.template());
    }
    balancer = command.start(balancerHost, log("balancer"));
    Await.until(
        "the balancer's agent did not answer",
        LIMIT,
        () -> {
          balancer.mustLive();
          return balancer().up();
        });
  }

  /**
   * Starts a web server and the agent that announces it.
   *
   * @param more options of the agent
   */
  Node startWeb(Host host, String... more) {
    return startAgent(host, startServer(host, Host.APP_PORT), more);
  }

  /** Starts only the agent, beside a running web server. */
  Node startAgent(Host host, Program web, String... more) {
    var sidecar =
        new AgentCommand(settings.hearsay(), host.name(), host.address())
            .with("--role", spares.contains(host.name()) ? "spare" : "backend")
            .join(List.of(balancerHost.address()))
            .with(more)
            .start(host, log(host.name()));
    var node = new Node(host, web, sidecar);
    nodes.put(host.name(), node);
    return node;
  }

  /** Starts only the web server. */
  Program startServer(Host host, int port) {
    var at = host.address() + ":" + port;
    var command =
        Program.java("-Xmx64m", settings.classes(), "io.hearsay.web.Main", host.name(), at);
    var web =
        Program.start(
            "the web server of " + host.name(),
            log(host.name() + "-web"),
            Map.of(),
            host.command(command));
    others.add(web);
    return web;
  }

  /** Waits until the web server at that address answers directly. */
  static void awaitServer(Host host, int port) {
    Await.until(host.name() + " did not listen", LIMIT, () -> host.listens(port));
  }

  /** The file for the output of a program. */
  Path log(String program) {
    return directory.resolve(program + ".log");
  }

  Path config() {
    return directory.resolve("haproxy.cfg");
  }

  Settings.Haproxy haproxy() {
    return haproxy;
  }

  Haproxies haproxies() {
    return haproxies;
  }

  InetSocketAddress site() {
    return new InetSocketAddress("127.0.0.1", FRONTEND);
  }

  int frontend() {
    return FRONTEND;
  }

  Load load() {
    return Load.strict(site(), Settings.RATE);
  }

  Agent balancer() {
    return Host.balancer().agent();
  }

  Node node(int number) {
    return nodes.get("web" + number);
  }

  void killBalancer() {
    balancer.kill();
  }

  /** The nodes that are announced by their agents. */
  Set<String> announced() {
    return nodes.keySet().stream()
        .filter(name -> !spares.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** No longer expects a node; its processes have been told to end. */
  void forget(Node node) {
    nodes.remove(node.host().name());
  }

  /** Waits until HAProxy has exactly the announced nodes. */
  void awaitRotation() {
    awaitRotation(announced());
  }

  void awaitRotation(Set<String> names) {
    awaitPipeline(
        "the servers were not " + names, p -> p.inStep() && p.servers().equals(names), LIMIT);
  }

  void awaitPipeline(String what, Predicate<Pipeline> condition, Duration limit) {
    balancer().await(what, limit, condition);
  }

  @Override
  public void close() {
    for (var node : nodes.values()) {
      node.sidecar().kill();
    }
    others.forEach(Program::kill);
    if (balancer != null) {
      balancer.stop(STOP_LIMIT);
    }
    haproxies.kill();
  }
}
