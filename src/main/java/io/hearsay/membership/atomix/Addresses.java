package io.hearsay.membership.atomix;

import io.atomix.utils.net.Address;
import java.net.InetSocketAddress;

/** Converts between Atomix' addresses and Java's, without ever asking a name server. */
final class Addresses {
  private Addresses() {}

  static Address of(InetSocketAddress address) {
    return new Address(
        address.getAddress().getHostAddress(), address.getPort(), address.getAddress());
  }

  /** Converts an {@code address} with an IP literal, as all have that are created here. */
  static InetSocketAddress of(Address address) {
    return new InetSocketAddress(address.address(), address.port());
  }
}
