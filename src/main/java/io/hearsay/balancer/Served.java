package io.hearsay.balancer;

import io.hearsay.balancer.model.Catalog;
import java.util.HashSet;
import java.util.Set;

/**
 * The members that may get new requests from HAProxy. A member that learns that it gets none will
 * end, so in doubt it is assumed to get some.
 *
 * @param certain whether no others get any
 * @param members their names
 */
record Served(boolean certain, Set<String> members) {
  /** HAProxy's servers are unknown. */
  static final Served UNCERTAIN = new Served(false, Set.of());

  /** There is no HAProxy. */
  static final Served NOTHING = new Served(true, Set.of());

  /**
   * Maximum number of names, which can accumulate while nothing can be applied; with more, nothing
   * is certain.
   */
  private static final int MOST = 100_000;

  Served {
    members = Set.copyOf(members);
  }

  /**
   * The members of a catalog.
   *
   * @param stuck servers that should get no new requests but that only a reload could take out
   */
  static Served of(Catalog catalog, Set<String> stuck) {
    var members = new HashSet<>(stuck);
    addTo(members, catalog);
    return new Served(true, members);
  }

  private static void addTo(Set<String> members, Catalog catalog) {
    for (var service : catalog.services()) {
      for (var server : service.servers()) {
        if (server.weight() > 0 && !server.disabled()) {
          members.add(server.name());
        }
      }
    }
  }

  /** The union with another catalog. */
  Served or(Catalog other) {
    if (!certain) {
      return this;
    }
    var both = new HashSet<>(members);
    addTo(both, other);
    return both.size() > MOST ? UNCERTAIN : new Served(true, both);
  }

  /** Whether a member gets no new requests. */
  boolean withdrawn(String member) {
    return certain && !members.contains(member);
  }
}
