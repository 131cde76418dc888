package io.hearsay.balancer.plan;

import io.hearsay.balancer.haproxy.Strangers;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks that the addresses to which a configuration newly binds are free before HAProxy tries to
 * bind. A HAProxy that is started with {@code -sf} and cannot bind to an address makes the old
 * process pause its listeners while it retries (SIGTTOU; HAProxy management guide, section 4), and
 * for seconds every client is refused; a new worker of a master does the same. What the text does
 * not show is left to HAProxy.
 */
public final class NewListeners {
  private static final Pattern BIND =
      Pattern.compile(
          "^\\s*bind\\s+(?:ipv[46]@)?(\\*|[0-9.]*|\\[[0-9A-Fa-f:]*])?:([0-9]{1,5})(?:\\s.*)?$");
  private static final int MAX_PORT = 0xffff;

  private NewListeners() {}

  private record Listener(String host, int port) {}

  /**
   * Why HAProxy cannot bind to one of the addresses whose port is not bound by the applied text;
   * empty if it can.
   */
  public static Optional<String> obstacle(String applied, String wanted) {
    var before = ports(applied);
    return listeners(wanted).stream()
        .filter(l -> !before.contains(l.port()))
        .flatMap(l -> obstacle(l).stream())
        .findFirst();
  }

  /** The ports that a text binds, as far as the text shows. */
  public static Set<Integer> ports(String text) {
    var ports = new LinkedHashSet<Integer>();
    listeners(text).forEach(l -> ports.add(l.port()));
    return ports;
  }

  /** The addresses that a text binds, as far as the text shows. */
  public static Set<Strangers.Address> addresses(String text) {
    var addresses = new LinkedHashSet<Strangers.Address>();
    listeners(text)
        .forEach(
            l ->
                addresses.add(
                    new Strangers.Address(l.host().replaceAll("[\\[\\]]", ""), l.port())));
    return addresses;
  }

  private static Set<Listener> listeners(String text) {
    var found = new LinkedHashSet<Listener>();
    for (var line : text.lines().toList()) {
      var parts = BIND.matcher(line);
      // With "transparent" an address need not be one of this host's.
      if (parts.matches()
          && !line.contains(" transparent")
          && Integer.parseInt(parts.group(2)) <= MAX_PORT) {
        var host = parts.group(1) == null || parts.group(1).equals("*") ? "" : parts.group(1);
        found.add(new Listener(host, Integer.parseInt(parts.group(2))));
      }
    }
    return found;
  }

  private static Optional<String> obstacle(Listener listener) {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      var host = listener.host().isEmpty() ? "0.0.0.0" : listener.host();
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), listener.port()));
      return Optional.empty();
    } catch (BindException e) {
      var address = "cannot bind to " + listener.host() + ":" + listener.port();
      var reason = String.valueOf(e.getMessage());
      if (reason.contains("in use")) {
        return Optional.of(address + ", which is already in use");
      }
      // HAProxy may be allowed to bind to a low port even if we are not.
      return reason.contains("assign requested")
          ? Optional.of(address + ": cannot assign requested address")
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
