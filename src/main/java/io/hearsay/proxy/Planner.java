package io.hearsay.proxy;

import io.hearsay.proxy.ConfigText.ServerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one place that decides between nothing, changes at run time, and a reload. What cannot be
 * proven from the two texts to be a mere difference of servers is a reload, and every reload has a
 * reason.
 */
final class Planner {
  /**
   * Words of a server line that {@code add server} takes (HAProxy 2.6, management guide, 9.3,
   * <i>add server</i>), with the number of values that follow each.
   */
  private static final Map<String, Integer> DYNAMIC =
      Map.ofEntries(
          Map.entry("check", 0),
          Map.entry("backup", 0),
          Map.entry("inter", 1),
          Map.entry("fastinter", 1),
          Map.entry("downinter", 1),
          Map.entry("fall", 1),
          Map.entry("rise", 1),
          Map.entry("maxconn", 1),
          Map.entry("maxqueue", 1),
          Map.entry("minconn", 1),
          Map.entry("pool-max-conn", 1),
          Map.entry("port", 1));

  /**
   * Words of a backend under which a server that is added would differ from one that was read from
   * the file.
   */
  private static final Set<String> PREVENTS = Set.of("default-server", "server-template", "cookie");

  private static final Set<String> STATIC_BALANCE = Set.of("static-rr", "first");

  private Planner() {}

  /** From what was applied last to what is wanted. */
  static Plan plan(Optional<String> applied, String wanted, boolean runtime) {
    if (applied.isEmpty()) {
      return new Plan.Reload("first configuration");
    }
    if (applied.get().equals(wanted)) {
      return new Plan.Nothing();
    }
    if (!runtime) {
      return new Plan.Reload("changes at run time are off");
    }
    var before = ConfigText.parse(applied.get());
    var after = ConfigText.parse(wanted);
    if (before.isEmpty() || after.isEmpty()) {
      return new Plan.Reload("server lines that are not understood");
    }
    if (!before.get().frameBeside(after.get()).equals(after.get().frameBeside(before.get()))) {
      return new Plan.Reload(frameReason(before.get(), after.get()));
    }
    return servers(before.get(), after.get());
  }

  private static String frameReason(ConfigText before, ConfigText after) {
    var added = new java.util.TreeSet<>(after.servers().keySet());
    added.removeAll(before.servers().keySet());
    var removed = new java.util.TreeSet<>(before.servers().keySet());
    removed.removeAll(after.servers().keySet());
    if (!added.isEmpty() || !removed.isEmpty()) {
      return (added.isEmpty() ? "" : "new backend " + String.join(", ", added) + " ")
          .concat(removed.isEmpty() ? "" : "backend gone " + String.join(", ", removed))
          .trim();
    }
    return "other lines than server lines differ";
  }

  private static Plan servers(ConfigText before, ConfigText after) {
    var changes = new ArrayList<Plan.Change>();
    var frameWords = words(after.frame());
    for (var backend : after.servers().keySet()) {
      SortedMap<String, ServerLine> old = before.servers().getOrDefault(backend, new TreeMap<>());
      SortedMap<String, ServerLine> now = after.servers().get(backend);
      for (var server : old.keySet()) {
        if (!now.containsKey(server)) {
          changes.add(new Plan.Change.Remove(backend, old.get(server)));
        }
      }
      for (var server : now.values()) {
        var was = old.get(server.name());
        if (was == null) {
          if (!addable(server, frameWords)) {
            return new Plan.Reload("server " + server.name() + " cannot be added at run time");
          }
          changes.add(new Plan.Change.Add(backend, server));
        } else if (!was.rest().equals(server.rest())) {
          return new Plan.Reload("options of server " + server.name() + " differ");
        } else if (!was.equals(server)) {
          changes.add(new Plan.Change.Modify(backend, was, server));
        }
      }
    }
    return changes.isEmpty()
        ? new Plan.Reload("only the order or the spacing differs")
        : new Plan.Runtime(changes);
  }

  private static Set<String> words(List<String> frame) {
    var words = new java.util.HashSet<String>();
    for (var line : frame) {
      var parts = line.trim().split("\\s+", 3);
      words.add(parts[0]);
      if (parts[0].equals("balance") && parts.length > 1 && STATIC_BALANCE.contains(parts[1])) {
        words.add("default-server");
      }
    }
    return words;
  }

  private static boolean addable(ServerLine server, Set<String> frameWords) {
    if (frameWords.stream().anyMatch(PREVENTS::contains)) {
      return false;
    }
    for (int i = 0; i < server.rest().size(); i++) {
      var values = DYNAMIC.get(server.rest().get(i));
      if (values == null) {
        return false;
      }
      i += values;
    }
    return true;
  }
}
