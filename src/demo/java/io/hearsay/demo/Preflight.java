package io.hearsay.demo;

import io.hearsay.testkit.Failure;
import io.hearsay.testkit.Host;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Checks before anything is started whether every port is available, and says what to do if not.
 */
final class Preflight {
  private static final int WEB_PORT = 80;
  private static final int WEB_PORT_OF_EVERYBODY = 8080;

  private enum Port {
    FREE,
    TAKEN,
    FORBIDDEN,
    NO_SUCH_ADDRESS
  }

  private Preflight() {}

  /**
   * Checks everything that the demo will use.
   *
   * @param webNodes the number of web nodes that will be started, counted from 1
   * @return the settings with the site's port decided
   */
  static Settings check(Settings settings, int webNodes) {
    free(Host.balancer());
    IntStream.rangeClosed(1, webNodes).mapToObj(Host::web).forEach(Preflight::free);
    var decided = settings.withFrontendPort(frontendPort(settings));
    require(tcp("0.0.0.0", settings.statsPort()), "STATS", "", settings.statsPort());
    return decided;
  }

  /** An unprivileged user gets the site on 8080, unless another port is set. */
  private static int frontendPort(Settings settings) {
    if (settings.frontendPort() != 0) {
      require(tcp("0.0.0.0", settings.frontendPort()), "FRONTEND", "", settings.frontendPort());
      return settings.frontendPort();
    }
    var port80 = tcp("0.0.0.0", WEB_PORT);
    if (port80 != Port.FORBIDDEN) {
      require(port80, "FRONTEND", "", WEB_PORT);
      return WEB_PORT;
    }
    require(tcp("0.0.0.0", WEB_PORT_OF_EVERYBODY), "FRONTEND", "", WEB_PORT_OF_EVERYBODY);
    return WEB_PORT_OF_EVERYBODY;
  }

  /** Checks that every port of a host is available; if not, the demo cannot use the host. */
  static void free(Host host) {
    require(udp(host.address(), Host.GOSSIP_PORT), "", host.address(), Host.GOSSIP_PORT);
    for (var port : new int[] {Host.GOSSIP_PORT, Host.HTTP_PORT, Host.HEALTH_PORT, Host.APP_PORT}) {
      require(tcp(host.address(), port), "", host.address(), port);
    }
  }

  private static void require(Port state, String variable, String address, int port) {
    var where = address.isEmpty() ? "port " + port : address + ":" + port;
    switch (state) {
      case FREE -> {
        // The port is available.
      }
      case TAKEN ->
          throw new Failure(
              where
                  + " is in use (see: ss -lntup 'sport = :"
                  + port
                  + "'). "
                  + (variable.isEmpty()
                      ? "Is another demo running? Stop what uses it."
                      : "Stop what uses it, or take another: make demo " + variable + "=8088"));
      case FORBIDDEN ->
          throw new Failure(
              where
                  + " may not be used by this user. Take another: make demo "
                  + variable
                  + "=8088");
      case NO_SUCH_ADDRESS ->
          throw new Failure(
              address
                  + " is not an address of this machine. On macOS and BSD: sudo ifconfig lo0 alias "
                  + address
                  + " (and so on for 127.0.0.10 to 127.0.0.14)");
    }
  }

  private static Port tcp(String address, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true); // a port that was just closed does not count as in use
      socket.bind(new InetSocketAddress(address, port));
      return Port.FREE;
    } catch (IOException e) {
      return why(e);
    }
  }

  private static Port udp(String address, int port) {
    try (var socket = new DatagramSocket(new InetSocketAddress(address, port))) {
      return socket.isBound() ? Port.FREE : Port.TAKEN;
    } catch (IOException e) {
      return why(e);
    }
  }

  private static Port why(IOException e) {
    var message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("permission") || message.contains("not permitted")) {
      return Port.FORBIDDEN;
    }
    return e instanceof BindException && message.contains("assign")
        ? Port.NO_SUCH_ADDRESS
        : Port.TAKEN;
  }
}
