package io.hearsay.membership;

import io.smallrye.common.net.CidrAddress;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Objects;
import java.util.stream.Stream;

/** The networks that this host's interfaces are in. */
public final class LocalNetworks {
  private LocalNetworks() {}

  /** Whether an address is in a network of any interface, so that no router is needed for it. */
  public static boolean contain(InetAddress address) {
    try {
      return NetworkInterface.networkInterfaces().anyMatch(link -> contains(link, address));
    } catch (SocketException e) {
      return false;
    }
  }

  /** Whether an address is in a network of this interface. */
  public static boolean contains(NetworkInterface link, InetAddress address) {
    return blocks(link).anyMatch(block -> block.matches(address.getAddress()));
  }

  private static Stream<CidrAddress> blocks(NetworkInterface link) {
    return link.getInterfaceAddresses().stream().filter(Objects::nonNull).map(LocalNetworks::block);
  }

  private static CidrAddress block(InterfaceAddress address) {
    return CidrAddress.create(address.getAddress().getAddress(), address.getNetworkPrefixLength());
  }
}
