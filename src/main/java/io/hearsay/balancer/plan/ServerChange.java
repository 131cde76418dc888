package io.hearsay.balancer.plan;

import io.hearsay.balancer.plan.ConfigText.ServerLine;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of one server.
 *
 * @param backend the service's name
 * @param server the member's name
 * @param text for an operator: {@code added}, {@code removed}, {@code weight 100 -> 0}, …; several
 *     are separated by commas
 */
public record ServerChange(String backend, String server, String text) {
  static ServerChange of(Plan.Change change) {
    return switch (change) {
      case Plan.Change.Add add -> new ServerChange(add.backend(), add.server().name(), "added");
      case Plan.Change.Remove remove ->
          new ServerChange(remove.backend(), remove.server().name(), "removed");
      case Plan.Change.Modify modify ->
          new ServerChange(
              modify.backend(), modify.after().name(), difference(modify.before(), modify.after()));
    };
  }

  private static String difference(ServerLine before, ServerLine after) {
    var parts = new ArrayList<String>();
    if (!before.address().equals(after.address())) {
      parts.add("address " + before.address() + " -> " + after.address());
    }
    if (before.weight() != after.weight()) {
      parts.add("weight " + before.weight() + " -> " + after.weight());
    }
    if (before.disabled() != after.disabled()) {
      parts.add(after.disabled() ? "disabled" : "enabled");
    }
    if (!before.rest().equals(after.rest())) {
      parts.add("options");
    }
    return String.join(", ", parts);
  }

  /** All changes of a plan. */
  static List<ServerChange> of(List<Plan.Change> changes) {
    return changes.stream().map(ServerChange::of).toList();
  }
}
