package io.hearsay.balancer;

import io.hearsay.balancer.model.Catalog;
import java.util.Set;

/**
 * What HAProxy gives requests to, as far as this process has applied anything.
 *
 * @param catalog what was wanted when it was applied, all of it or the part that was possible
 * @param stuck servers that were to get nothing new, and that only a reload could take out
 */
record Served(Catalog catalog, Set<String> stuck) {
  Served {
    stuck = Set.copyOf(stuck);
  }

  /** All that is wanted. */
  static Served all(Catalog catalog) {
    return new Served(catalog, Set.of());
  }

  /** Whether a member gets no new requests. */
  boolean withdrawn(String member) {
    return !stuck.contains(member)
        && catalog.services().stream()
            .flatMap(s -> s.servers().stream())
            .noneMatch(s -> s.name().equals(member) && s.weight() > 0 && !s.disabled());
  }
}
