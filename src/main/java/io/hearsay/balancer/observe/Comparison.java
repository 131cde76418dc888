package io.hearsay.balancer.observe;

import io.hearsay.balancer.plan.ConfigText;
import io.hearsay.balancer.plan.ConfigText.ServerLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares the servers of a configuration with those of HAProxy. Works on the text that HAProxy
 * runs with, and so for a user's template as well.
 */
final class Comparison {
  /** One difference; two of the same kind at the same server are the same one. */
  record Difference(Drift.Kind kind, String backend, String server, String text) {
    String key() {
      return kind + " " + backend + "/" + server;
    }
  }

  private final ConfigText given;
  private final Backends seen;
  private final List<Difference> differences = new ArrayList<>();

  private Comparison(ConfigText given, Backends seen) {
    this.given = given;
    this.seen = seen;
  }

  /** All differences, in the order of the configuration. */
  static List<Difference> of(ConfigText given, Backends seen) {
    return new Comparison(given, seen).compare();
  }

  private List<Difference> compare() {
    given
        .backends()
        .forEach(
            (backend, lines) -> {
              var there = seen.of(backend);
              boolean usual =
                  !lines.words().contains("default-server")
                      && !given.defaults().contains("default-server");
              lines.servers().values().forEach(line -> compare(backend, line, there, usual));
              if (lines.words().contains("server-template")) {
                // HAProxy has internal servers of its own.
                return;
              }
              there.values().stream()
                  .filter(stat -> !lines.servers().containsKey(stat.name()))
                  .filter(stat -> stat.health().serves())
                  .forEach(stat -> unknown(backend, stat));
            });
    return differences;
  }

  /**
   * Compares one server.
   *
   * @param usual whether its line says everything, so that nothing is inherited
   */
  private void compare(
      String backend, ServerLine line, Map<String, ServerStat> there, boolean usual) {
    var stat = there.get(line.name());
    if (stat == null) {
      add(Drift.Kind.MISSING, backend, line.name(), "HAProxy does not have it");
      return;
    }
    var health = stat.health();
    var address = stat.place().address();
    if (!address.isEmpty() && isLiteral(line.address()) && !address.equals(line.address())) {
      add(
          Drift.Kind.ADDRESS,
          backend,
          line.name(),
          "HAProxy sends its requests to " + address + ", configured is " + line.address());
    }
    // With these, its weight is set by an agent on the server or by the time since its start.
    boolean steady =
        usual && !line.rest().contains("agent-check") && !line.rest().contains("slowstart");
    boolean maintenance = health.status().startsWith("MAINT");
    boolean draining = health.status().startsWith("DRAIN");
    if (steady && (line.disabled() != maintenance || draining && line.weight() > 0)) {
      add(
          Drift.Kind.STATE,
          backend,
          line.name(),
          "HAProxy has it in "
              + health.status()
              + ", configured is "
              + (line.disabled() ? "maintenance" : "ready"));
    } else if (health.down() && line.weight() > 0 && !line.disabled()) {
      add(
          Drift.Kind.DOWN,
          backend,
          line.name(),
          "HAProxy calls it " + health.status() + why(health));
    } else if (steady && health.serves() && stat.place().weight() != line.weight()) {
      add(
          Drift.Kind.WEIGHT,
          backend,
          line.name(),
          "HAProxy gives it weight " + stat.place().weight() + ", configured is " + line.weight());
    }
  }

  private static String why(ServerStat.Health health) {
    return health.why().isEmpty() ? "" : ": " + health.why();
  }

  /** Whether an address is a literal; a name may stand for any address. */
  private static boolean isLiteral(String address) {
    return !address.isEmpty()
        && (Character.digit(address.charAt(0), 10) >= 0 || address.charAt(0) == '[');
  }

  private void unknown(String backend, ServerStat stat) {
    add(
        Drift.Kind.UNKNOWN,
        backend,
        stat.name(),
        "HAProxy sends requests to it, and the configuration does not have it");
  }

  private void add(Drift.Kind kind, String backend, String server, String text) {
    differences.add(new Difference(kind, backend, server, text));
  }
}
