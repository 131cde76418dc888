package io.hearsay.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Everything that runs, and the promise that none of it is left in the end. */
final class Stage {
  /** A sidecar takes at most 8 s to leave, and Docker would kill it after 10. */
  static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private static final Duration SHOP_LIMIT = Duration.ofSeconds(15);

  private final Settings settings;
  private final Commands commands;
  private final Haproxies haproxies;
  private final List<Child> shops = new ArrayList<>();
  private final List<Child> sidecars = new ArrayList<>();
  private final Map<Integer, WebNode> webs = new LinkedHashMap<>();
  private Child balancersSidecar;
  private volatile boolean closed;

  Stage(Settings settings) {
    this.settings = settings;
    this.commands = new Commands(settings);
    this.haproxies = new Haproxies(settings.haproxyConfig());
  }

  Haproxies haproxies() {
    return haproxies;
  }

  /** The balancer's sidecar, as its API shows it. */
  Sidecar balancer() {
    return new Sidecar(Host.balancer());
  }

  synchronized Child startBalancer() {
    var log = settings.log("balancer");
    var environment = commands.balancerEnvironment();
    balancersSidecar =
        keep(sidecars, "the balancer's sidecar", log, environment, commands.balancer());
    return balancersSidecar;
  }

  /** SIGKILL to the balancer's sidecar alone; HAProxy goes on by itself. */
  synchronized void killBalancer() {
    balancersSidecar.kill();
    balancersSidecar.ends(STOP_LIMIT);
  }

  /** Starts the shop of a web node, waits until it listens, and then starts the sidecar. */
  WebNode startWeb(int number) {
    var host = Host.web(number);
    var name = host.name();
    var shop = keep(shops, name + "'s shop", settings.log(name + "-shop"), commands.shop(host));
    Await.until(name + "'s shop did not listen", SHOP_LIMIT, () -> listens(host, shop));
    var log = settings.log(name + "-sidecar");
    var web =
        new WebNode(host, shop, keep(sidecars, name + "'s sidecar", log, commands.sidecar(host)));
    synchronized (this) {
      webs.put(number, web);
    }
    return web;
  }

  private static boolean listens(Host host, Child shop) throws IOException {
    if (!shop.alive()) {
      throw new StepFailed(shop.name() + " ended with " + shop.exitCode());
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host.address(), Host.APP_PORT), 1000);
      return true;
    }
  }

  private Child keep(List<Child> kind, String name, Path log, List<String> command) {
    return keep(kind, name, log, Map.of(), command);
  }

  /** Starts a process and remembers it in one step: whoever ends the demo will find it. */
  private synchronized Child keep(
      List<Child> kind, String name, Path log, Map<String, String> env, List<String> command) {
    if (closed) {
      throw new StepFailed("the demo is ending");
    }
    var child = Child.start(name, log, env, command);
    kind.add(child);
    return child;
  }

  /** A web node by its number, which must run. */
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

  /** Whether everything is being stopped, or was. */
  boolean closed() {
    return closed;
  }

  /** The names of the web nodes. */
  NavigableSet<String> webNames() {
    var names = new TreeSet<String>();
    webs().forEach(web -> names.add(web.name()));
    return names;
  }

  /** Whether every web node believes exactly these to be alive. */
  boolean everyWebNodeSees(Set<String> names) throws IOException {
    for (var web : webs()) {
      if (!new Sidecar(web.host()).alive().equals(names)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Asks everything to stop, sidecars first, and waits for it. May be called more than once.
   *
   * @return those that did not stop in time, or were left behind by others; they were killed
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

  private static void end(List<Child> children, List<String> late) {
    children.forEach(Child::terminate);
    var deadline = System.nanoTime() + STOP_LIMIT.toNanos();
    for (var child : children) {
      if (!child.ends(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        late.add(child.name() + " (process " + child.pid() + ")");
        child.kill();
        child.ends(STOP_LIMIT);
      }
    }
    children.clear();
  }
}
