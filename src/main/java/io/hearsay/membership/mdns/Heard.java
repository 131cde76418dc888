package io.hearsay.membership.mdns;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * What a datagram of multicast DNS says about one service.
 *
 * @param asked whether it asks who offers the service
 * @param places addresses that are said to offer it, each with the seconds for which that holds; 0:
 *     no longer
 */
record Heard(boolean asked, Map<InetSocketAddress, Long> places) {
  /** What the datagrams of all other services and hosts of a network are to a member. */
  static final Heard NOTHING = new Heard(false, Map.of());
}
