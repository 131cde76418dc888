package io.hearsay.balancer.render;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.regex.Pattern;

/**
 * Makes {@code :PORT} mean all addresses of this host, of both families if it has both; to HAProxy
 * it means IPv4 only. Any other address is used as it is.
 */
final class Everywhere {
  private static final Pattern PORT_ONLY = Pattern.compile(":[0-9]{1,5}");

  private Everywhere() {}

  /** The address for a {@code bind} line. */
  static String bind(String wanted) {
    // Enumerating a host's addresses takes longer than rendering a small configuration.
    return PORT_ONLY.matcher(wanted).matches() ? bind(wanted, hasIpv6()) : wanted;
  }

  static String bind(String wanted, boolean ipv6) {
    return ipv6 && PORT_ONLY.matcher(wanted).matches() ? "[::]" + wanted + " v4v6" : wanted;
  }

  private static boolean hasIpv6() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(Inet6Address.class::isInstance);
    } catch (SocketException e) {
      return false;
    }
  }
}
