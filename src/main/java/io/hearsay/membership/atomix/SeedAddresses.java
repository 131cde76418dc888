package io.hearsay.membership.atomix;

import io.atomix.cluster.discovery.NodeDiscoveryEvent;
import io.atomix.cluster.discovery.NodeDiscoveryEventListener;
import io.atomix.cluster.discovery.NodeDiscoveryService;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Where to look for the others, as Atomix' discovery service knows and tells. */
final class SeedAddresses implements NodeDiscoveryEventListener {
  private final NodeDiscoveryService discovery;
  private final Consumer<InetSocketAddress> found;
  private volatile Set<InetSocketAddress> addresses;

  /**
   * Knows what {@code discovery} knows now; listens to it from when it is added there.
   *
   * @param found is given each address that is new, on the cluster's context
   */
  SeedAddresses(NodeDiscoveryService discovery, Consumer<InetSocketAddress> found) {
    this.discovery = discovery;
    this.found = found;
    this.addresses = known();
  }

  @Override
  public void event(NodeDiscoveryEvent event) {
    addresses = known();
    if (event.type() == NodeDiscoveryEvent.Type.JOIN) {
      found.accept(Addresses.of(event.subject().address()));
    }
  }

  private Set<InetSocketAddress> known() {
    var all = new LinkedHashSet<InetSocketAddress>();
    discovery.getNodes().forEach(node -> all.add(Addresses.of(node.address())));
    return Set.copyOf(all);
  }

  /** All of them. May be called from any thread. */
  Set<InetSocketAddress> addresses() {
    return addresses;
  }
}
