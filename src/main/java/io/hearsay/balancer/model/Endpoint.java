package io.hearsay.balancer.model;

import io.hearsay.membership.IpLiteral;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server's address, if it is an IP literal with a port, which {@code set server … addr} can set;
 * it cannot set names, port offsets and Unix sockets.
 */
public record Endpoint(InetAddress ip, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:ipv[46]@)?(?:\\[([0-9A-Fa-f:.]+)]|([0-9A-Fa-f:.]+)):([0-9]{1,5})");
  private static final int MAX_PORT = 0xffff;

  /** Parses the address of a server line. */
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

  /** Whether this is the address that HAProxy prints in this form. */
  public boolean is(String printedIp, int printedPort) {
    return port == printedPort && IpLiteral.parse(printedIp).filter(ip::equals).isPresent();
  }
}
