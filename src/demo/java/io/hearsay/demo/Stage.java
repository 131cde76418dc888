package io.hearsay.demo;

import io.hearsay.testkit.AgentCommand;
import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Haproxies;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Program;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Everything that runs, and the promise that nothing of it is left in the end. */
final class Stage {
  /** A sidecar takes at most 8 s to leave, and Docker would kill it after 10. */
  static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private static final Duration SHOP_LIMIT = Duration.ofSeconds(15);

  private final Settings settings;
  private final Commands commands;
  private final Haproxies haproxies;
  private final List<Program> shops = new ArrayList<>();
  private final List<Program> sidecars = new ArrayList<>();
  private final Map<Integer, WebNode> webs = new LinkedHashMap<>();
  private Program balancersSidecar;
  private volatile boolean closed;

  Stage(Settings settings) {
    this.settings = settings;
    this.commands = new Commands(settings);
    this.haproxies = new Haproxies(settings.haproxyConfig());
  }

  Haproxies haproxies() {
    return haproxies;
  }

  synchronized Program startBalancer() {
    balancersSidecar = keep(sidecars, () -> sidecar(Host.balancer(), commands.balancer()));
    return balancersSidecar;
  }

  /** Sends SIGKILL to the balancer's sidecar alone; HAProxy goes on by itself. */
  synchronized void killBalancer() {
    balancersSidecar.kill();
  }

  /** Starts the shop of a web node, waits until it listens, and then starts the sidecar. */
  WebNode startWeb(int number) {
    var host = Host.web(number);
    var name = host.name();
    var log = settings.log(name + "-shop");
    var shop =
        keep(shops, () -> Program.start(name + "'s shop", log, Map.of(), commands.shop(host)));
    Await.until(name + "'s shop did not listen", SHOP_LIMIT, () -> listens(host, shop));
    var web = new WebNode(host, shop, keep(sidecars, () -> sidecar(host, commands.sidecar(host))));
    synchronized (this) {
      webs.put(number, web);
    }
    return web;
  }

  private static boolean listens(Host host, Program shop) {
    shop.mustLive();
    return host.listens(Host.APP_PORT);
  }

  private Program sidecar(Host host, AgentCommand command) {
    return command.start(host, settings.log(host.name() + "-sidecar"));
  }

  /** Starts and registers a process in one step, so that whoever ends the demo will find it. */
  private synchronized Program keep(List<Program> kind, Supplier<Program> start) {
    if (closed) {
      throw new Failure("the demo is ending");
    }
    var program = start.get();
    kind.add(program);
    return program;
  }

  /** The running web node with that number. */
  synchronized WebNode web(int number) {
    return webs.get(number);
  }

  /** The lowest number that no web node has. */
  synchronized int freeNumber() {
    var number = 1;
    while (webs.containsKey(number)) {
      number++;
    }
    return number;
  }

  /** The web nodes that were started and not forgotten, oldest first. */
  synchronized List<WebNode> webs() {
    return List.copyOf(webs.values());
  }

  /** Forgets a node that was killed or has left. */
  synchronized void forget(WebNode web) {
    webs.values().remove(web);
  }

  /** Whether everything is being stopped, or was stopped. */
  boolean closed() {
    return closed;
  }

  /** The names of the web nodes. */
  NavigableSet<String> webNames() {
    var names = new TreeSet<String>();
    webs().forEach(web -> names.add(web.name()));
    return names;
  }

  /** Whether every web node considers exactly these members alive. */
  boolean everyWebNodeSees(Set<String> names) throws IOException {
    for (var web : webs()) {
      if (!web.host().agent().alive().equals(names)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Stops everything, sidecars first, and waits for it. May be called more than once.
   *
   * @return the processes that did not stop in time or were left behind by others; they were
   * killed
   */
  synchronized List<String> stop() {
    closed = true;
    var late = new ArrayList<String>();
    end(sidecars, late);
    end(shops, late);
    var orphans = haproxies.pids();
    if (!orphans.isEmpty()) {
      late.add("HAProxy " + orphans);
      haproxies.kill();
    }
    webs.clear();
    return late;
  }

  private static void end(List<Program> programs, List<String> late) {
    programs.forEach(Program::terminate);
    var watch = Stopwatch.start();
    for (var program : programs) {
      if (!program.endsOrIsKilled(STOP_LIMIT.minus(watch.elapsed()))) {
        late.add(program.name() + " (process " + program.pid() + ")");
      }
    }
    programs.clear();
  }
}
