package io.hearsay.balancer.observe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The servers that HAProxy has.
 *
 * @param servers in HAProxy's order
 * @param byName the same by backend and name
 */
public record Backends(List<ServerStat> servers, Map<String, Map<String, ServerStat>> byName) {
  /** The servers in a table; the lines that summarise backends are left out. */
  public static Backends of(List<ServerStat> table) {
    var servers = table.stream().filter(s -> !s.isBackend()).toList();
    var byName = new LinkedHashMap<String, Map<String, ServerStat>>();
    for (var server : servers) {
      byName
          .computeIfAbsent(server.backend(), backend -> new LinkedHashMap<>())
          .put(server.name(), server);
    }
    return new Backends(servers, byName);
  }

  /** The same without the servers of some backends. */
  Backends without(Set<String> names) {
    var others = new LinkedHashMap<>(byName);
    return others.keySet().removeAll(names)
        ? new Backends(servers.stream().filter(s -> !names.contains(s.backend())).toList(), others)
        : this;
  }

  /** The servers of a backend by name; empty if there is no such backend. */
  Map<String, ServerStat> of(String backend) {
    return byName.getOrDefault(backend, Map.of());
  }
}
