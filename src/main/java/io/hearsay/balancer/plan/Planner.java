package io.hearsay.balancer.plan;

import io.hearsay.balancer.haproxy.Version;
import io.hearsay.balancer.plan.ConfigText.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The one place that decides between no change, changes at run time and a reload. Unless the two
 * texts prove that only servers differ it is a reload, and every reload has a reason.
 */
public final class Planner {
  private String knownText = "";
  private Optional<ConfigText> known = ConfigText.parse(knownText);

  /**
   * Plans the change from one text to another.
   *
   * @param running what HAProxy runs with; empty if that is uncertain
   * @param version of the running HAProxy
   */
  public Plan plan(Optional<String> running, String wanted, Version version) {
    if (running.isEmpty()) {
      return new Plan.Reload(ReloadReason.UNCERTAIN, "what the running HAProxy has is not certain");
    }
    if (running.get().equals(wanted)) {
      return new Plan.Nothing();
    }
    var before = parsed(running.get());
    var after = before.flatMap(b -> b.parseNext(wanted));
    if (after.isEmpty()) {
      return new Plan.Reload(
          ReloadReason.NOT_UNDERSTOOD, "there are server lines that are not understood");
    }
    var plan =
        before.get().frameBeside(after.get()).equals(after.get().frameBeside(before.get()))
            ? servers(before.get(), after.get(), version)
            : otherLines(before.get(), after.get());
    if (plan instanceof Plan.Runtime) {
      // The next plan most likely starts from here.
      knownText = wanted;
      known = after;
    }
    return plan;
  }

  private Optional<ConfigText> parsed(String text) {
    know(text);
    return known;
  }

  /** Parses the text from which the next plan most likely starts, while nothing waits for it. */
  public void know(String running) {
    if (!running.equals(knownText)) {
      knownText = running;
      known = ConfigText.parse(running);
    }
  }

  private static Plan otherLines(ConfigText before, ConfigText after) {
    var added = new TreeSet<>(after.backends().keySet());
    added.removeAll(before.backends().keySet());
    var removed = new TreeSet<>(before.backends().keySet());
    removed.removeAll(after.backends().keySet());
    if (added.isEmpty() && removed.isEmpty()) {
      return new Plan.Reload(ReloadReason.LINES, "other lines than server lines differ");
    }
    var parts = new ArrayList<String>();
    if (!added.isEmpty()) {
      parts.add("new backend " + String.join(", ", added));
    }
    if (!removed.isEmpty()) {
      parts.add("backend gone " + String.join(", ", removed));
    }
    return new Plan.Reload(ReloadReason.BACKENDS, String.join("; ", parts));
  }

  private static Plan servers(ConfigText before, ConfigText after, Version version) {
    var changes = new ArrayList<Plan.Change>();
    for (var entry : after.backends().entrySet()) {
      var was = before.backends().get(entry.getKey());
      var rules = new DynamicServers(version, after.defaults(), entry.getValue().words());
      var reload = differences(entry.getKey(), was, entry.getValue(), rules, changes);
      if (reload.isPresent()) {
        return reload.get();
      }
    }
    return new Plan.Runtime(changes);
  }

  private static Optional<Plan> differences(
      String backend, Backend was, Backend now, DynamicServers rules, List<Plan.Change> changes) {
    for (var server : was.servers().values()) {
      if (!now.servers().containsKey(server.name())) {
        var why = rules.preventsRemoving(server);
        if (why.isPresent()) {
          return notDynamic(backend, server.name(), why.get());
        }
        changes.add(new Plan.Change.Remove(backend, server));
      }
    }
    for (var server : now.servers().values()) {
      var old = was.servers().get(server.name());
      if (old == null) {
        var why = rules.preventsAdding(server);
        if (why.isPresent()) {
          return notDynamic(backend, server.name(), why.get());
        }
        changes.add(new Plan.Change.Add(backend, server, rules.makesCookies()));
      } else if (!old.rest().equals(server.rest())) {
        return Optional.of(
            new Plan.Reload(
                ReloadReason.SERVER_OPTIONS, "the options of server " + server.name() + " differ"));
      } else if (!old.equals(server)) {
        var why = rules.preventsModifying(old, server);
        if (why.isPresent()) {
          return notDynamic(backend, server.name(), why.get());
        }
        changes.add(new Plan.Change.Modify(backend, old, server));
      }
    }
    return Optional.empty();
  }

  private static Optional<Plan> notDynamic(String backend, String server, String why) {
    return Optional.of(
        new Plan.Reload(
            ReloadReason.NOT_DYNAMIC,
            "server " + backend + "/" + server + " cannot follow at run time: " + why));
  }
}
