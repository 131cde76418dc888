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
 * all of them in one connection. Every answer is looked at; one that is not as expected means that
 * nobody knows what HAProxy has now, and the caller reloads.
 *
 * <p>A server that is removed is put into maintenance: it gets nothing new, and what is under way
 * goes on. It is deleted when it has no connection left; until then it is tried again and again,
 * and if a server of that name returns, it is the one.
 */
public final class DynamicUpdater {
  /** More that wait for their last connections are a reload: each costs memory. */
  private static final int MAX_LEAVING = 64;

  /** Deleting stops all of HAProxy's threads for a moment, so not too many at once. */
  private static final int DELETES_AT_ONCE = 8;

  private static final Predicate<String> SILENCE = String::isEmpty;
  private static final Predicate<String> ADDED = a -> a.contains("New server registered");
  private static final Predicate<String> MOVED =
      a -> a.contains("changed") || a.contains("no need to change");

  private final HaproxyApi api;

  /**
   * Servers that are to be deleted when their connections are gone, with their other words if those
   * are known.
   */
  private final Map<String, Optional<List<String>>> leaving = new LinkedHashMap<>();

  DynamicUpdater(HaproxyApi api) {
    this.api = api;
  }

  /** HAProxy did not answer as expected. */
  public static final class Doubt extends Exception {
    private static final long serialVersionUID = 1L;

    Doubt(String message) {
      super(message, null, false, false);
    }
  }

  private record Command(String text, Predicate<String> expected) {}

  /** Servers that an earlier sidecar removed, and that are still there. */
  void leave(Collection<String> ids) {
    ids.forEach(id -> leaving.put(id, Optional.empty()));
  }

  /** Whether so many removed servers are still there that a reload is better. */
  boolean crowded() {
    return leaving.size() > MAX_LEAVING;
  }

  /** How many servers wait for their last connections. */
  int leaving() {
    return leaving.size();
  }

  /** Makes the changes: first what adds, last what takes away. */
  void apply(List<Plan.Change> changes) throws Doubt {
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

  /** Gives a server that is there all that its line says, whatever it has. */
  void restore(String backend, ServerLine line) throws Doubt {
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

  /** Takes out a server that the configuration does not have; its words are not known. */
  void remove(String backend, String server) throws Doubt {
    var id = backend + "/" + server;
    leaving.put(id, Optional.empty());
    run(List.of(new Command("set server " + id + " state maint", SILENCE)));
    delete(List.of(id));
  }

  private static String id(String backend, ServerLine server) {
    return backend + "/" + server.name();
  }

  /** A server that returns with other options cannot be the one that is still there. */
  private void makeRoom(List<Plan.Change> changes) throws Doubt {
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
        throw new Doubt("server " + id + " is still there with other options");
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
        // It is made at a start, and when an address is set, but not for one that is added.
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
      // First: one that drained has a weight again, which must not count for a moment.
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

  /** Checks begin here: a server that the file has as disabled is not checked either. */
  private static void ready(String id, ServerLine server, List<Command> commands) {
    if (server.checked()) {
      // One that was added has them off; for any other this changes nothing.
      commands.add(new Command("enable health " + id, SILENCE));
    }
    set(id, "state ready", commands);
  }

  private static void set(String id, String what, List<Command> commands) {
    commands.add(new Command("set server " + id + " " + what, SILENCE));
  }

  /** What was known of its health belongs to another instance; a new one starts as up, too. */
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

  /** Tries to delete some of what is to be deleted, the longest waiting first. */
  void deleteLeaving() throws Doubt {
    var first = leaving.keySet().stream().limit(DELETES_AT_ONCE).toList();
    delete(first);
    for (var id : first) {
      var options = leaving.remove(id);
      if (options != null) {
        leaving.put(id, options);
      }
    }
  }

  private void delete(List<String> ids) throws Doubt {
    var answers = ask(ids.stream().map(id -> "del server " + id).toList());
    for (int i = 0; i < ids.size(); i++) {
      var answer = answers.get(i);
      if (answer.startsWith("Server deleted") || answer.startsWith("No such server")) {
        leaving.remove(ids.get(i));
      } else if (!answer.startsWith("Server still has connections")) {
        throw new Doubt("deleting " + ids.get(i) + ": " + first(answer));
      }
    }
  }

  private void run(List<Command> commands) throws Doubt {
    var answers = ask(commands.stream().map(Command::text).toList());
    for (int i = 0; i < answers.size(); i++) {
      if (!commands.get(i).expected().test(answers.get(i))) {
        var words = commands.get(i).text().split(" ", 4);
        throw new Doubt(words[0] + " " + words[1] + " " + words[2] + ": " + first(answers.get(i)));
      }
    }
  }

  private static String first(String answer) {
    return answer.lines().findFirst().orElse("no answer");
  }

  private List<String> ask(List<String> commands) throws Doubt {
    try {
      return api.askAll(commands);
    } catch (IOException e) {
      throw new Doubt("the stats socket: " + e.getMessage());
    }
  }
}
