package io.hearsay.membership.atomix;

import io.atomix.utils.net.Address;
import java.net.InetSocketAddress;

/** Between Atomix' addresses and Java's; no name server is ever asked. */
final class Addresses {
  private Addresses() {}

  static Address of(InetSocketAddress address) {
    return new Address(
        address.getAddress().getHostAddress(), address.getPort(), address.getAddress());
  }

  /** {@code address} has an IP literal, as all have that are made here. */
  static InetSocketAddress of(Address address) {
    return new InetSocketAddress(address.address(), address.port());
  }
}
