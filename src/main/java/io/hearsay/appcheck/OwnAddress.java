package io.hearsay.appcheck;

import io.hearsay.membership.Member;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * Where balancers will reach the application: the address and port that the member announces; or
 * loopback if the address is not one of this host's, as when a container's port is published under
 * the address of its host.
 */
final class OwnAddress {
  private static final int DEFAULT_PORT = 3000;

  private OwnAddress() {}

  static SocketAddress of(Member self) {
    var address = isHere(self.address()) ? self.address().getHostAddress() : "127.0.0.1";
    return SocketAddress.inetSocketAddress(port(self), address);
  }

  private static int port(Member self) {
    try {
      int port = Integer.parseInt(self.tags().get("port").orElse("" + DEFAULT_PORT));
      if (port > 0 && port <= 0xffff) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new CheckFailedException("the tag port is not a number from 1 to 65535");
  }

  private static boolean isHere(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
