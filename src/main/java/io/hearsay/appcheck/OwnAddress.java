package io.hearsay.appcheck;

import io.hearsay.membership.Member;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * Where a balancer will look for the application: the address and port that the member announces.
 * If the address is not one of this host, as when a port of a container is published under the
 * host's address, then loopback.
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
      // Said below.
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
