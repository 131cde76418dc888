package io.hearsay.balancer.model;

import io.hearsay.membership.IpLiteral;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a server is, if it is an IP literal with a port: what {@code set server … addr} can set.
 * Names, port offsets and Unix sockets are not.
 */
public record Endpoint(InetAddress ip, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:ipv[46]@)?(?:\\[([0-9A-Fa-f:.]+)]|([0-9A-Fa-f:.]+)):([0-9]{1,5})");
  private static final int MAX_PORT = 0xffff;

  /** Reads an address as it stands on a server line. */
  public static Optional<Endpoint> parse(String address) {
    var parts = FORM.matcher(address);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(parts.group(3));
    var ip = parts.group(1) == null ? parts.group(2) : parts.group(1);
    return port < 1 || port > MAX_PORT
        ? Optional.empty()
        : IpLiteral.parse(ip).map(i -> new Endpoint(i, port));
  }

  /** Whether HAProxy means the same by what it prints. */
  public boolean is(String printedIp, int printedPort) {
    return port == printedPort && IpLiteral.parse(printedIp).filter(ip::equals).isPresent();
  }
}
