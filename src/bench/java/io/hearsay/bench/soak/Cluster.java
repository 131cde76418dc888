package io.hearsay.bench.soak;

import io.hearsay.testkit.Agent.Pipeline;
import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Haproxies;
import io.hearsay.testkit.Host;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A balancer and web members on loopback, with encryption: two that stay, so that growth in an
 * agent shows, and three that come and go under new names at a few addresses.
 */
final class Cluster implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final String NET = "127.81.";
  private static final int FRONTEND = 8080;
  private static final int PASSING = 3;
  private static final String WEB_OPTIONS =
      "-Xmx32m -Xss256k -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  /** So few that names still remembered are met at addresses of others. */
  private static final int ADDRESSES = 12;

  private final Settings settings;
  private final Cli cli;
  private final KeyFiles keys;
  private final Remembered remembered = new Remembered();
  private final List<Member> staying = new ArrayList<>();
  private final ArrayDeque<Member> passing = new ArrayDeque<>();
  private Member balancer;

  /** The member started last: if it never answers, it is in no list. */
  private Member starting;

  private int webs;

  Cluster(Settings settings) {
    this.settings = settings;
    this.cli = new Cli(settings.hearsay());
    this.keys = new KeyFiles(settings.directory(), cli);
  }

  /** Starts all, and waits until all web members take requests. */
  void start() {
    balancer = startBalancer();
    for (int i = 1; i <= 2; i++) {
      staying.add(startWeb("stay" + i, NET + "0." + (10 + i)));
    }
    for (int i = 0; i < PASSING; i++) {
      passing.add(startPassing());
    }
    awaitRotation();
  }

  Cli cli() {
    return cli;
  }

  KeyFiles keys() {
    return keys;
  }

  Remembered remembered() {
    return remembered;
  }

  Member balancer() {
    return balancer;
  }

  /** The members that live as long as the benchmark, the balancer first. */
  List<Member> lasting() {
    return Stream.concat(Stream.of(balancer), staying.stream()).toList();
  }

  List<Member> webs() {
    return Stream.concat(staying.stream(), passing.stream()).toList();
  }

  InetSocketAddress site() {
    return new InetSocketAddress(balancer.address(), FRONTEND);
  }

  /** The number of live members. */
  int living() {
    return 1 + webs().size();
  }

  Haproxies haproxies() {
    return new Haproxies(config());
  }

  private Path config() {
    return settings.directory().resolve("haproxy.cfg");
  }

  /** Adds a web member with a new name; returns when it takes requests. */
  void comes() {
    passing.addLast(startPassing());
    awaitRotation();
  }

  /** Makes the oldest web member leave gracefully. */
  void leaves() {
    var web = passing.removeFirst();
    web.program().terminate();
    if (!web.program().ends(LIMIT)) {
      throw new Failure(web.name() + " does not end by SIGTERM");
    }
    // The exit code of its application, which ends as a web server in a container should.
    if (web.program().code() != 0) {
      throw new Failure(web.name() + " ended with " + web.program().code());
    }
    remembered.left();
    KeyFiles.forget(settings.directory().resolve(web.name() + ".keys"));
    awaitRotation();
  }

  /**
   * Kills the oldest web member with its application; returns its name once it is out of the
   * rotation.
   */
  String dies() {
    var web = passing.removeFirst();
    web.kill();
    remembered.failed();
    KeyFiles.forget(settings.directory().resolve(web.name() + ".keys"));
    awaitRotation();
    return web.name();
  }

  /** Forces the member that died last to leave, as an operator would. */
  void forget(String name) {
    cli.ask(balancer, "force-leave", name, "--prune");
    remembered.saidToHaveLeft();
  }

  /** Waits until HAProxy has exactly the web members. */
  void awaitRotation() {
    var names = new TreeSet<String>();
    webs().forEach(web -> names.add(web.name()));
    await("the servers were not " + names, p -> p.inStep() && p.servers().equals(names));
  }

  void await(String what, Predicate<Pipeline> condition) {
    balancer
        .agent()
        .await(
            what,
            LIMIT,
            pipeline -> {
              balancer.program().mustLive();
              return condition.test(pipeline);
            });
  }

  private Member startPassing() {
    webs++;
    return startWeb("web" + webs, NET + "1." + (1 + webs % ADDRESSES));
  }

  private Member startBalancer() {
    var address = NET + "0.10";
    return startAgent(
        agent("balancer", address)
            .balancer(settings.haproxy(), config(), address + ":" + FRONTEND, address + ":1936"),
        new Host("balancer", address));
  }

  private Member startWeb(String name, String address) {
    var server = address + ":3000";
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var more = new ArrayList<>(List.of("--check", "http://" + server + "/", "--"));
    // Through a shell, as in most images; it is replaced by the web server.
    more.addAll(List.of("sh", "-c", "exec \"$0\" " + WEB_OPTIONS + " \"$@\"", java));
    more.addAll(List.of("-cp", settings.classes(), "io.hearsay.web.Main", name, server));
    var command =
        agent(name, address)
            .with("--role", "backend", "--event-handler", "query:load=cat /proc/loadavg");
    return startAgent(command.with(more.toArray(String[]::new)), new Host(name, address));
  }

  private AgentCommand agent(String name, String address) {
    return new AgentCommand(settings.hearsay(), name, address)
        .join(List.of(NET + "0.10", NET + "0.11"))
        .with("--keyring", keys.ringFor(name).toString());
  }

  private Member startAgent(AgentCommand command, Host host) {
    var log = settings.directory().resolve(host.name() + ".log");
    var program = command.start(host, log);
    var member = new Member(host, program, log);
    starting = member;
    Await.until(
        host.name() + " did not answer",
        START_LIMIT,
        () -> {
          program.mustLive();
          return member.agent().up();
        });
    return member;
  }

  @Override
  public void close() {
    webs().forEach(Member::kill);
    if (starting != null && starting != balancer) {
      starting.kill();
    }
    if (balancer != null) {
      balancer.program().stop(Duration.ofSeconds(15));
    }
    haproxies().kill();
  }
}
