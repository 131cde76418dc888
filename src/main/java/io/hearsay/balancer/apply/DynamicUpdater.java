package io.hearsay.balancer.apply;

import io.hearsay.balancer.haproxy.HaproxyApi;
import io.hearsay.balancer.model.Endpoint;
import io.hearsay.balancer.plan.ConfigText.ServerLine;
import io.hearsay.balancer.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Changes servers of a running HAProxy through its socket (HAProxy management guide, section 9.3),
 * all of them in one connection. Every answer is checked; an unexpected one means that HAProxy's
 * state is unknown, and the caller reloads.
 *
 * <p>A removed server is put into maintenance: it gets no new requests, while those under way
 * continue. It is deleted once it has no connections, which is tried repeatedly; if a server of
 * that name returns meanwhile, it is reused.
 */
public final class DynamicUpdater {
  /**
   * Maximum number of removed servers waiting for their last connections; with more, a reload frees
   * their memory.
   */
  private static final int MAX_LEAVING = 64;

  /**
   * Deleting a server stops all of HAProxy's threads for a moment, so only a few are deleted at
   * once.
   */
  private static final int DELETES_AT_ONCE = 8;

  private static final Predicate<String> SILENCE = String::isEmpty;
  private static final Predicate<String> ADDED = a -> a.contains("New server registered");
  private static final Predicate<String> MOVED =
      a -> a.contains("changed") || a.contains("no need to change");

  private final HaproxyApi api;

  /**
   * Servers to delete when their connections are gone, with the other words of their lines if
   * known.
   */
  private final Map<String, Optional<List<String>>> leaving = new LinkedHashMap<>();

  DynamicUpdater(HaproxyApi api) {
    this.api = api;
  }

  private record Command(String text, Predicate<String> expected) {}

  /** Adds servers that an earlier sidecar removed and that still exist. */
  void leave(Collection<String> ids) {
    ids.forEach(id -> leaving.put(id, Optional.empty()));
  }

  /** Whether there are so many removed servers that a reload is better. */
  boolean crowded() {
    return leaving.size() > MAX_LEAVING;
  }

  /** Number of removed servers waiting for their last connections. */
  int leaving() {
    return leaving.size();
  }

  /** Makes the changes: additions first, removals last. */
  void apply(List<Plan.Change> changes) throws UncertainStateException {
    makeRoom(changes);
    var commands = new ArrayList<Command>();
    for (var change : changes) {
      switch (change) {
        case Plan.Change.Add add -> add(add, commands);
        case Plan.Change.Modify modify ->
            modify(id(modify.backend(), modify.after()), modify.before(), modify.after(), commands);
        case Plan.Change.Remove remove -> {}
      }
    }
    var removed = new ArrayList<String>();
    for (var change : changes) {
      if (change instanceof Plan.Change.Remove remove) {
        var id = id(remove.backend(), remove.server());
        commands.add(new Command("set server " + id + " state maint", SILENCE));
        leaving.put(id, Optional.of(remove.server().rest()));
        removed.add(id);
      }
    }
    run(commands);
    delete(removed.stream().limit(DELETES_AT_ONCE).toList());
  }

  /** Sets everything on an existing server that its line says, regardless of its state. */
  void restore(String backend, ServerLine line) throws UncertainStateException {
    var id = id(backend, line);
    var commands = new ArrayList<Command>();
    if (line.disabled()) {
      set(id, "state maint", commands);
    }
    if (Endpoint.parse(line.address()).isPresent()) {
      address(id, line, commands);
    }
    set(id, "weight " + line.weight(), commands);
    if (!line.disabled()) {
      ready(id, line, commands);
    }
    run(commands);
  }

  /** Removes a server that is not in the configuration; the words of its line are unknown. */
  void remove(String backend, String server) throws UncertainStateException {
    var id = backend + "/" + server;
    leaving.put(id, Optional.empty());
    run(List.of(new Command("set server " + id + " state maint", SILENCE)));
    delete(List.of(id));
  }

  private static String id(String backend, ServerLine server) {
    return backend + "/" + server.name();
  }

  /**
   * Deletes removed servers that return with other options, since the existing server cannot be
   * reused for them.
   */
  private void makeRoom(List<Plan.Change> changes) throws UncertainStateException {
    var inTheWay = new ArrayList<String>();
    for (var change : changes) {
      if (change instanceof Plan.Change.Add add) {
        var id = id(add.backend(), add.server());
        var options = leaving.get(id);
        if (options != null && !options.equals(Optional.of(add.server().rest()))) {
          inTheWay.add(id);
        }
      }
    }
    delete(inTheWay);
    for (var id : inTheWay) {
      if (leaving.containsKey(id)) {
        throw new UncertainStateException("server " + id + " is still there with other options");
      }
    }
  }

  private void add(Plan.Change.Add add, List<Command> commands) {
    var server = add.server();
    var id = id(add.backend(), server);
    boolean returns = leaving.remove(id) != null;
    if (returns) {
      address(id, server, commands);
      set(id, "weight " + server.weight(), commands);
    } else {
      var line =
          "add server %s %s weight %s %s"
              .formatted(
                  id, server.address(), server.weight(), String.join(" ", server.rest()).trim());
      commands.add(new Command(line.trim(), ADDED));
      if (add.cookie()) {
        // HAProxy derives the cookie at its start and when an address is set, but not for an added
        // server.
        commands.add(new Command("enable dynamic-cookie backend " + add.backend(), SILENCE));
      }
    }
    if (!server.disabled()) {
      ready(id, server, commands);
      if (returns) {
        up(id, server, commands);
      }
    }
  }

  private static void modify(
      String id, ServerLine before, ServerLine after, List<Command> commands) {
    if (after.disabled() && !before.disabled()) {
      // Comes first: the weight of a drained server is restored below, and must not count
      // meanwhile.
      set(id, "state maint", commands);
    }
    if (!before.address().equals(after.address())) {
      address(id, after, commands);
    }
    if (before.weight() != after.weight()) {
      set(id, "weight " + after.weight(), commands);
    }
    if (before.disabled() && !after.disabled()) {
      ready(id, after, commands);
    }
    if (!after.disabled() && (before.disabled() || !before.address().equals(after.address()))) {
      up(id, after, commands);
    }
  }

  /**
   * Makes a server ready. Its checks begin here: a server that is disabled in the file is not
   * checked either.
   */
  private static void ready(String id, ServerLine server, List<Command> commands) {
    if (server.checked()) {
      // Checks of an added server are off; for any other server this changes nothing.
      commands.add(new Command("enable health " + id, SILENCE));
    }
    set(id, "state ready", commands);
  }

  private static void set(String id, String what, List<Command> commands) {
    commands.add(new Command("set server " + id + " " + what, SILENCE));
  }

  /**
   * Marks a server as up: its previous health belongs to another instance, and a new server starts
   * as up, too.
   */
  private static void up(String id, ServerLine server, List<Command> commands) {
    if (server.checked()) {
      set(id, "health up", commands);
    }
  }

  private static void address(String id, ServerLine server, List<Command> commands) {
    var to = Endpoint.parse(server.address()).orElseThrow();
    commands.add(
        new Command(
            "set server %s addr %s port %s".formatted(id, to.ip().getHostAddress(), to.port()),
            MOVED));
  }

  /** Tries to delete some of the removed servers, those waiting longest first. */
  void deleteLeaving() throws UncertainStateException {
    var first = leaving.keySet().stream().limit(DELETES_AT_ONCE).toList();
    delete(first);
    for (var id : first) {
      var options = leaving.remove(id);
      if (options != null) {
        leaving.put(id, options);
      }
    }
  }

  private void delete(List<String> ids) throws UncertainStateException {
    var answers = ask(ids.stream().map(id -> "del server " + id).toList());
    for (int i = 0; i < ids.size(); i++) {
      var answer = answers.get(i);
      if (answer.startsWith("Server deleted") || answer.startsWith("No such server")) {
        leaving.remove(ids.get(i));
      } else if (!answer.startsWith("Server still has connections")) {
        throw new UncertainStateException("deleting " + ids.get(i) + ": " + first(answer));
      }
    }
  }

  private void run(List<Command> commands) throws UncertainStateException {
    var answers = ask(commands.stream().map(Command::text).toList());
    for (int i = 0; i < answers.size(); i++) {
      if (!commands.get(i).expected().test(answers.get(i))) {
        var words = commands.get(i).text().split(" ", 4);
        throw new UncertainStateException(
            words[0] + " " + words[1] + " " + words[2] + ": " + first(answers.get(i)));
      }
    }
  }

  private static String first(String answer) {
    return answer.lines().findFirst().orElse("no answer");
  }

  private List<String> ask(List<String> commands) throws UncertainStateException {
    try {
      return api.askAll(commands);
    } catch (IOException e) {
      throw new UncertainStateException("the stats socket: " + e.getMessage());
    }
  }
}
