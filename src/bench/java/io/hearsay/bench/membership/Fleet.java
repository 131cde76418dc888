package io.hearsay.bench.membership;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Host;
import io.hearsay.testkit.Network;
import io.hearsay.testkit.Stopwatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A cluster of one tool, every member on a host of its own. The first members are the seeds. */
final class Fleet implements AutoCloseable {
  private static final Duration CONVERGE_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(250);

  /** The time that a member gets to establish its connections before the next event. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  /** Starting more at a time would only slow each of them down. */
  private static final int STARTS_AT_ONCE = 2;

  private final Tool tool;
  private final Network network;
  private final Path directory;
  private final Journal journal = new Journal();
  private final List<Node> nodes = new ArrayList<>();
  private final Collection<Node> started = new ConcurrentLinkedQueue<>();
  private final List<String> seeds = new ArrayList<>();
  private int size;
  private int names;
  private boolean spoiled;

  Fleet(Tool tool, Network network, Path logs) {
    this.tool = tool;
    this.network = network;
    this.directory = logs;
  }

  /** Starts that many members and waits until each lists all of them. */
  void start(int members) throws IOException {
    size = members;
    Files.createDirectories(directory);
    var hosts = new ArrayList<Host>();
    for (int i = 0; i < size; i++) {
      hosts.add(network.host());
    }
    hosts.stream().limit(Math.clamp(size / 2, 1, 3)).forEach(h -> seeds.add(h.address()));
    for (var host : hosts) {
      if (nodes.size() >= STARTS_AT_ONCE) {
        nodes.get(nodes.size() - STARTS_AT_ONCE).awaitUp();
      }
      nodes.add(launch(newName(), host));
    }
    converge();
  }

  String tool() {
    return tool.name();
  }

  Network network() {
    return network;
  }

  Journal journal() {
    return journal;
  }

  /** The number of members that it started with. */
  int size() {
    return size;
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Member 0, 1, …; negative numbers count from the end. */
  Node node(int index) {
    return nodes.get(index < 0 ? nodes.size() + index : index);
  }

  /** The members that the others use as seeds. */
  List<Node> seeds() {
    return nodes.stream().filter(n -> seeds.contains(n.address())).toList();
  }

  /** A member that may be harmed: a different one for each run, and no seed if there are others. */
  Node victim(int run) {
    int others = Math.max(nodes.size() - seeds.size(), 1);
    return node(-1 - run % others);
  }

  Set<String> names() {
    return nodes.stream().map(Node::name).collect(Collectors.toCollection(HashSet::new));
  }

  /** All names except these. */
  Set<String> others(Node... without) {
    var others = names();
    for (var node : without) {
      others.remove(node.name());
    }
    return others;
  }

  List<Host> hosts() {
    return nodes.stream().map(Node::host).toList();
  }

  /** A name that was never used in this fleet. */
  String newName() {
    return "m" + ++names;
  }

  /** Puts a member, just started on that host, in place of one that is gone. */
  Node replace(Node gone, String name, Host host) {
    var node = launch(name, host);
    nodes.set(nodes.indexOf(gone), node);
    return node;
  }

  private Node launch(String name, Host host) {
    var others = seeds.stream().filter(seed -> !seed.equals(host.address())).toList();
    var node = Node.start(tool, name, host, others, journal, directory);
    started.add(node);
    return node;
  }

  /**
   * Kills all members, and starts as many under new names on the same hosts, without waiting for
   * any.
   */
  void startAnew() {
    nodes.forEach(Node::kill);
    nodes.forEach(node -> node.ends(STOP_LIMIT));
    nodes.replaceAll(node -> launch(newName(), node.host()));
  }

  /** Starts a killed member again, unchanged, and waits until all others know. */
  void restart(Node killed) {
    killed.ends(STOP_LIMIT);
    int mark = journal.mark();
    settle(replace(killed, killed.name(), killed.host()), mark);
  }

  /** Starts several killed members again, and waits until all others know. */
  void restartAll(List<Node> killed) {
    killed.forEach(node -> node.ends(STOP_LIMIT));
    killed.forEach(node -> replace(node, node.name(), node.host()));
    converge();
  }

  /**
   * Waits until all others have seen something of a member.
   *
   * @param from when it was caused, of {@link System#nanoTime()}
   * @return seconds from then until the last one saw it; {@link Samples#NEVER} if that did not
   * happen
   */
  double seen(int mark, long from, Node of, Predicate<Sighting> which, Duration limit) {
    return seconds(from, journal.last(mark, others(of), which, limit));
  }

  /** The seconds from then until that time; {@link Samples#NEVER} if it is empty. */
  static double seconds(long from, OptionalLong until) {
    return until.isPresent() ? new Stopwatch(from).secondsUntil(until.getAsLong()) : Samples.NEVER;
  }

  /** Waits until every member that was lost since the mark is back, everywhere. */
  void whole(int mark, Duration limit) {
    if (journal.whole(mark, names(), limit).isEmpty()) {
      throw new Failure("no whole cluster again within " + limit.toSeconds() + " s");
    }
  }

  /** Waits until the others have seen a new member since the mark, and it has seen them. */
  void settle(Node node, int mark) {
    Predicate<Sighting> joined = s -> s.is(Sighting.Kind.JOIN, node.name());
    if (journal.last(mark, others(node), joined, CONVERGE_LIMIT).isEmpty()) {
      throw new Failure(node.name() + " is not seen again by everybody");
    }
    node.awaitUp();
    Await.until(node.name() + " did not list all", CONVERGE_LIMIT, POLL, () -> listsAll(node));
    Await.pause(SETTLE);
  }

  /** Waits until every member lists exactly the others as alive, at their addresses. */
  void converge() {
    nodes.forEach(Node::awaitUp);
    Await.until(
        tool.name() + " of " + nodes.size() + " did not become one cluster",
        CONVERGE_LIMIT,
        POLL,
        () -> nodes.stream().allMatch(this::listsAll));
    Await.pause(SETTLE);
  }

  private boolean listsAll(Node node) {
    var expected = new HashMap<String, String>();
    nodes.forEach(n -> expected.put(n.name(), n.address()));
    var listed = new HashMap<String, String>();
    node.members().stream()
        .filter(Tool.Listed::alive)
        .forEach(m -> listed.put(m.name(), m.address()));
    return expected.equals(listed);
  }

  /** Removes members from the list; their processes have been killed. */
  void forget(List<Node> killed) {
    nodes.removeAll(killed);
    spoil();
  }

  /** Marks the fleet as unusable for another measurement. */
  void spoil() {
    spoiled = true;
  }

  boolean spoiled() {
    return spoiled;
  }

  void setTag(Node node, String key, String value) {
    tool.setTag(node.address(), key, value);
  }

  void deleteTag(Node node, String key) {
    tool.deleteTag(node.address(), key);
  }

  String leaveSignal() {
    return tool.leaveSignal();
  }

  @Override
  public void close() {
    started.forEach(Node::kill);
    started.forEach(node -> node.ends(STOP_LIMIT));
    network.clear();
  }
}
