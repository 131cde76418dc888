package io.hearsay.proxy;

import io.hearsay.proxy.ConfigText.ServerLine;
import io.hearsay.proxy.haproxy.RuntimeApi;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes servers of a running HAProxy through its socket (HAProxy management guide, section 9.3).
 * Every answer is looked at; one that is not as expected means that nobody knows what HAProxy has
 * now, and the caller reloads.
 *
 * <p>A server is deleted only when it has no connection left; until then it stays, in maintenance,
 * and is tried again.
 */
final class RuntimeChanges {
  private final RuntimeApi api;

  /** Servers that are to be deleted when their connections are gone, with their other words. */
  private final Map<String, List<String>> leaving = new LinkedHashMap<>();

  RuntimeChanges(RuntimeApi api) {
    this.api = api;
  }

  /** HAProxy did not answer as expected. */
  static final class Doubt extends Exception {
    private static final long serialVersionUID = 1L;

    Doubt(String message) {
      super(message, null, false, false);
    }
  }

  /** Makes the changes: first what adds, last what takes away. */
  void apply(List<Plan.Change> changes) throws Doubt {
    for (var change : changes) {
      switch (change) {
        case Plan.Change.Add add -> add(add.backend(), add.server());
        case Plan.Change.Modify modify -> modify(modify.backend(), modify.before(), modify.after());
        case Plan.Change.Remove remove -> {}
      }
    }
    for (var change : changes) {
      if (change instanceof Plan.Change.Remove remove) {
        var id = remove.backend() + "/" + remove.server().name();
        expect("set server " + id + " state maint", "");
        leaving.put(id, remove.server().rest());
      }
    }
    deleteLeaving();
  }

  private void add(String backend, ServerLine server) throws Doubt {
    var id = backend + "/" + server.name();
    var before = leaving.remove(id);
    if (before == null) {
      var words = String.join(" ", server.rest());
      expect(
          "add server " + id + " " + server.address() + " weight " + server.weight() + " " + words,
          "New server registered");
    } else if (before.equals(server.rest())) {
      address(id, server);
      expect("set server " + id + " weight " + server.weight(), "");
    } else {
      throw new Doubt("server " + id + " is still there with other options");
    }
    if (server.rest().contains("check")) {
      expect("enable health " + id, "");
    }
    if (!server.disabled()) {
      expect("set server " + id + " state ready", "");
    }
  }

  private void modify(String backend, ServerLine before, ServerLine after) throws Doubt {
    var id = backend + "/" + after.name();
    if (!before.address().equals(after.address())) {
      address(id, after);
    }
    if (before.weight() != after.weight()) {
      expect("set server " + id + " weight " + after.weight(), "");
    }
    if (before.disabled() != after.disabled()) {
      expect("set server " + id + " state " + (after.disabled() ? "maint" : "ready"), "");
    }
  }

  private void address(String id, ServerLine server) throws Doubt {
    int colon = server.address().lastIndexOf(':');
    var ip =
        server.address().substring(0, colon).replace("ipv6@", "").replace("[", "").replace("]", "");
    var answer =
        ask("set server " + id + " addr " + ip + " port " + server.address().substring(colon + 1));
    if (!answer.contains("changed") && !answer.contains("no need to change")) {
      throw new Doubt("changing the address of " + id + ": " + first(answer));
    }
  }

  /** Tries to delete what is to be deleted. */
  void deleteLeaving() throws Doubt {
    for (var id : List.copyOf(leaving.keySet())) {
      var answer = ask("del server " + id);
      if (answer.startsWith("Server deleted") || answer.contains("No such server")) {
        leaving.remove(id);
      }
    }
  }

  /** How many servers wait for their last connections. */
  int leaving() {
    return leaving.size();
  }

  private void expect(String command, String answerStart) throws Doubt {
    var answer = ask(command);
    boolean fine = answerStart.isEmpty() ? answer.isEmpty() : answer.startsWith(answerStart);
    if (!fine) {
      var words = command.split(" ", 4);
      throw new Doubt(words[0] + " " + words[1] + " " + words[2] + ": " + first(answer));
    }
  }

  private static String first(String answer) {
    return answer.lines().findFirst().orElse("no answer");
  }

  private String ask(String command) throws Doubt {
    try {
      return api.ask(command);
    } catch (IOException e) {
      throw new Doubt("the stats socket: " + e.getMessage());
    }
  }
}
