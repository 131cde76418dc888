package io.hearsay.membership.node;

import io.hearsay.membership.HostPort;
import io.hearsay.membership.IpLiteral;
import io.smallrye.common.net.CidrAddress;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Chooses the address to advertise. Never a wildcard address; loopback only for a member bound to
 * loopback, since others would reach themselves there.
 *
 * <ol>
 *   <li>What the operator chose: an IP, the first address within a CIDR block, or the first one of
 *       an interface.
 *   <li>The address that the member is bound to, if it is bound to a particular one.
 *   <li>The address from which this host reaches a seed, according to the kernel's routes. If no
 *       seed is known yet, see {@link AddressWatch}.
 *   <li>The first address of an interface that is up, preferring IPv4, and avoiding a container
 *       engine's bridges if there is another.
 * </ol>
 */
final class AdvertiseAddress {
  private static final int NO_PORT = -1;

  private AdvertiseAddress() {}

  /**
   * The choice and, for the log, its reason.
   *
   * @param address to advertise
   * @param reason in words
   * @param guessed whether the route to a seed would have been a better reason
   */
  record Choice(InetAddress address, String reason, boolean guessed) {
    Choice(InetAddress address, String reason) {
      this(address, reason, false);
    }

    /** Drops the zone of the address, which has a meaning on this host only. */
    Choice {
      address = withoutZone(address);
    }
  }

  private static InetAddress withoutZone(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The port to advertise, if the operator has set one. */
  static OptionalInt port(Optional<String> advertise) throws IOException {
    var parts = advertise.isPresent() ? parse(advertise.get()) : new HostPort("", NO_PORT);
    return parts.port() == NO_PORT ? OptionalInt.empty() : OptionalInt.of(parts.port());
  }

  /** Whether the operator has given a literal address. */
  static boolean isSpelledOut(Optional<String> advertise) {
    try {
      return advertise.isPresent() && IpLiteral.parse(parse(advertise.get()).host()).isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  /** Parses {@code ADDR[:PORT]}, whose address may contain colons of its own. */
  private static HostPort parse(String advertise) throws IOException {
    var text = advertise.trim();
    if (text.contains("/") || NetworkInterface.getByName(text) != null) {
      return new HostPort(text, NO_PORT);
    }
    try {
      var parts = HostPort.parse(text, NO_PORT);
      if (parts.port() == 0) {
        throw new IllegalArgumentException("port 0 is of no use: others must know the port");
      }
      return parts;
    } catch (IllegalArgumentException e) {
      throw new IOException("--advertise " + text + ": " + e.getMessage(), e);
    }
  }

  /** Whether this host has that address now. */
  static boolean isHere(InetAddress address) throws SocketException {
    return NetworkInterface.getByInetAddress(address) != null;
  }

  /**
   * Chooses the address.
   *
   * @throws IOException if there is none; the message says what was found and what to do
   */
  static Choice choose(Optional<String> advertise, InetAddress bind, List<InetSocketAddress> seeds)
      throws IOException {
    if (advertise.isPresent()) {
      return chosen(parse(advertise.get()).host());
    }
    if (!bind.isAnyLocalAddress()) {
      return new Choice(bind, "bound to it");
    }
    // Prefers IPv4, over which a member with both is more likely to be reachable from everywhere.
    var sorted = new ArrayList<>(seeds);
    sorted.sort(
        java.util.Comparator.comparing(s -> s.getAddress() instanceof Inet4Address ? 0 : 1));
    for (var seed : sorted) {
      var local = routeTo(seed);
      if (local.isPresent()) {
        return new Choice(
            local.get(), "it routes to the seed " + seed.getAddress().getHostAddress());
      }
    }
    var candidates = candidates();
    if (candidates.isEmpty()) {
      throw new IOException(
          "no address to advertise: only loopback is up. Give --advertise IP, or --bind 127.0.0.1 for a cluster"
              + " within this host");
    }
    return new Choice(
        candidates.getFirst(), "first of the addresses of this host, " + text(candidates), true);
  }

  private static Choice chosen(String selector) throws IOException {
    var all = all();
    if (selector.contains("/")) {
      var block = block(selector);
      return all.stream()
          .filter(block::matches)
          .findFirst()
          .map(a -> new Choice(a, "within " + selector))
          .orElseThrow(() -> none(selector, all));
    }
    var link = NetworkInterface.getByName(selector);
    if (link != null) {
      return link.inetAddresses()
          .filter(AdvertiseAddress::usable)
          .min(java.util.Comparator.comparing(a -> a instanceof Inet4Address ? 0 : 1))
          .map(a -> new Choice(a, "of interface " + selector))
          .orElseThrow(() -> none(selector, all));
    }
    var literal = IpLiteral.parse(selector).orElseThrow(() -> none(selector, all));
    if (literal.isAnyLocalAddress() || literal.isLinkLocalAddress()) {
      throw new IOException(
          "--advertise "
              + selector
              + " is no address that others could reach; give one of "
              + text(all.stream().filter(AdvertiseAddress::usable).toList()));
    }
    return new Choice(literal, "given");
  }

  private static CidrAddress block(String selector) throws IOException {
    var block = io.smallrye.common.net.Inet.parseCidrAddress(selector);
    if (block == null) {
      throw new IOException("--advertise " + selector + " is not a CIDR block such as 10.0.0.0/8");
    }
    return block;
  }

  private static IOException none(String selector, List<InetAddress> all) {
    return new IOException(
        "--advertise "
            + selector
            + " fits no address of this host; it has "
            + text(all)
            + ". Give an IP, a CIDR block such as 10.0.0.0/8, or an interface such as eth0");
  }

  /**
   * The local address that the kernel would use; connecting a datagram socket finds it without
   * sending anything.
   */
  private static Optional<InetAddress> routeTo(InetSocketAddress seed) {
    try (var probe = new DatagramSocket()) {
      probe.connect(seed);
      return Optional.of(probe.getLocalAddress()).filter(AdvertiseAddress::usable);
    } catch (IOException | java.io.UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static boolean usable(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress();
  }

  private static List<InetAddress> candidates() throws SocketException {
    var own = new ArrayList<InetAddress>();
    var bridges = new ArrayList<InetAddress>();
    for (var link : links()) {
      boolean bridge = link.getName().startsWith("docker") || link.getName().startsWith("br-");
      link.inetAddresses().filter(AdvertiseAddress::usable).forEach((bridge ? bridges : own)::add);
    }
    own.addAll(bridges);
    own.sort(java.util.Comparator.comparing(a -> a instanceof Inet4Address ? 0 : 1));
    return own;
  }

  private static List<InetAddress> all() throws SocketException {
    return links().stream().flatMap(NetworkInterface::inetAddresses).toList();
  }

  private static List<NetworkInterface> links() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .filter(
            link -> {
              try {
                return link.isUp();
              } catch (SocketException e) {
                return false;
              }
            })
        .sorted(java.util.Comparator.comparingInt(NetworkInterface::getIndex))
        .toList();
  }

  private static String text(List<InetAddress> addresses) {
    return String.join(", ", addresses.stream().map(a -> withoutZone(a).getHostAddress()).toList());
  }
}
