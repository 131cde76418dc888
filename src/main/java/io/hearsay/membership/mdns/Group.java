package io.hearsay.membership.mdns;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.function.Consumer;

/** The multicast group of a network: what is sent reaches all of its members, this one too. */
public interface Group {
  /**
   * Joins the group on the network of that address of this host, and leaves the one before.
   *
   * @param heard receives datagrams from hosts of that network
   * @return fails if there is no such network, or it cannot be used
   */
  Future<Void> join(InetAddress at, Consumer<byte[]> heard);

  /** Sends a datagram, which may be lost; completes when it is on its way, or is not. */
  Future<Void> send(byte[] datagram);

  /** Leaves the group. */
  void leave();
}
