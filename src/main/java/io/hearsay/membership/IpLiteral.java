package io.hearsay.membership;

import io.smallrye.common.net.Inet;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Parses IP literals without ever asking a name server. */
public final class IpLiteral {
  private IpLiteral() {}

  /** The address, if the text is an IPv4 or IPv6 literal. */
  public static Optional<InetAddress> parse(String text) {
    return Optional.ofNullable(Inet.parseInetAddress(text)).map(IpLiteral::withoutScopeZero);
  }

  /** An address without a zone would otherwise be shown with the zone 0, which there is not. */
  private static InetAddress withoutScopeZero(InetAddress address) {
    try {
      return address instanceof Inet6Address it && it.getScopeId() == 0
          ? Inet6Address.getByAddress(null, it.getAddress(), -1)
          : address;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
