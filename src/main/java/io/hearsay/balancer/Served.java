package io.hearsay.balancer;

import io.hearsay.balancer.model.Catalog;
import java.util.HashSet;
import java.util.Set;

/**
 * Who may get new requests from HAProxy. A member that is told that it gets none ends; so in doubt
 * it is not told.
 *
 * @param certain whether nobody else gets any
 * @param members names
 */
record Served(boolean certain, Set<String> members) {
  /** What HAProxy has is not known. */
  static final Served UNCERTAIN = new Served(false, Set.of());

  /** There is no HAProxy. */
  static final Served NOTHING = new Served(true, Set.of());

  /** Names come and go while nothing can be applied; with more than these, nothing is certain. */
  private static final int MOST = 100_000;

  Served {
    members = Set.copyOf(members);
  }

  /**
   * All of a catalog.
   *
   * @param stuck servers that were to get nothing new, and that only a reload could take out
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

  /** The same, or another catalog, or some of both. */
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
