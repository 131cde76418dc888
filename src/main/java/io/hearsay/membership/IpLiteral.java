package io.hearsay.membership;

import java.net.InetAddress;
import java.util.Optional;

/** Parses IP literals without ever asking a name server. */
public final class IpLiteral {
  private IpLiteral() {}

  /** The address, if the text is an IPv4 or IPv6 literal. */
  public static Optional<InetAddress> parse(String text) {
    return Optional.ofNullable(io.smallrye.common.net.Inet.parseInetAddress(text));
  }
}
