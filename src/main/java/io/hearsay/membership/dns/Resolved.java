package io.hearsay.membership.dns;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * What a seed stands for now.
 *
 * @param addresses of the members to ask, perhaps
 * @param problem why there are none, in words for an operator that follow the seed's name; empty if
 *     there are some
 */
public record Resolved(Set<InetSocketAddress> addresses, String problem) {

  /** These addresses, or the problem if there are none. */
  static Resolved of(Set<InetSocketAddress> addresses, String problem) {
    return new Resolved(addresses, addresses.isEmpty() ? problem : "");
  }

  /** No address. */
  static Resolved none(String why) {
    return new Resolved(Set.of(), "has no address: " + why);
  }
}
