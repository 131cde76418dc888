package io.hearsay.membership.atomix;

import io.atomix.cluster.discovery.NodeDiscoveryEvent;
import io.atomix.cluster.discovery.NodeDiscoveryEventListener;
import io.atomix.cluster.discovery.NodeDiscoveryService;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The addresses of the seeds, kept up to date by Atomix' discovery service. */
final class SeedAddresses implements NodeDiscoveryEventListener {
  private final NodeDiscoveryService discovery;
  private final Consumer<InetSocketAddress> found;
  private volatile Set<InetSocketAddress> addresses;

  /**
   * Starts with the current nodes of {@code discovery}; receives changes once added there as a
   * listener.
   *
   * @param found receives each new address, on the cluster's context
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

  /** All addresses. May be called from any thread. */
  Set<InetSocketAddress> addresses() {
    return addresses;
  }
}
