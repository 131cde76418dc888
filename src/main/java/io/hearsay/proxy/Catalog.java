package io.hearsay.proxy;

import java.util.List;
import java.util.SortedSet;

/**
 * Checked services and servers, sorted: what HAProxy should serve. Equal catalogs render to equal
 * configurations.
 *
 * @param services sorted by name; none of them is without servers
 */
record Catalog(List<Service> services) {
  static final Catalog EMPTY = new Catalog(List.of());

  /** Copies the list. */
  Catalog {
    services = List.copyOf(services);
  }

  /**
   * Servers that do the same.
   *
   * @param hosts that its members want to be asked for; none: any
   * @param paths prefixes that its members want to be asked for; none: any
   * @param servers sorted by name
   */
  record Service(
      String name, SortedSet<String> hosts, SortedSet<String> paths, List<Server> servers) {
    Service {
      servers = List.copyOf(servers);
    }

    /** The same with other servers. */
    Service with(List<Server> others) {
      return new Service(name, hosts, paths, others);
    }
  }

  /**
   * One server.
   *
   * @param address an IP literal printed by us
   * @param weight 0 takes no new requests
   * @param disabled out of service
   * @param backup only when no other is up
   */
  record Server(
      String name, String address, int port, int weight, boolean disabled, boolean backup) {}

  /** The same with other services. */
  Catalog with(List<Service> others) {
    return new Catalog(others);
  }

  boolean isEmpty() {
    return services.isEmpty();
  }

  int size() {
    return services.stream().mapToInt(s -> s.servers().size()).sum();
  }
}
