package io.hearsay.bench.membership;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Hosts, each a network namespace, on a switch: a bridge in the namespace that this program runs
 * in. It has an address there, so that it reaches everybody's HTTP interface. No host has a route
 * to anywhere else.
 */
final class Network implements AutoCloseable {
  private static final String NEAR = "near";
  private static final String FAR = "far";
  private static final int PER_BLOCK = 250;
  private static final Path COUNTERS = Path.of("/proc/net/dev");

  private final String prefix;
  private final List<Host> hosts = new ArrayList<>();
  private int made;

  Network(String prefix) {
    this.prefix = prefix;
    // Without IPv6 a host says nothing by itself, so that its first packet is its agent's.
    Shell.sh(
        """
        echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6 2>/dev/null || true
        echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6 2>/dev/null || true
        ip link set lo up
        ip link add near type bridge
        ip link add far type bridge
        ip link set near up
        ip link set far up
        ip addr add 198.18.255.254/16 dev near
        """);
  }

  /**
   * A host.
   *
   * @param namespace its name
   * @param port of the switch
   * @param address never used before in this network
   */
  record Host(String namespace, String port, String address) {}

  /** What a host has sent since it was made, headers of Ethernet and ARP included. */
  record Sent(long bytes, long packets) {}

  /** A new host that nobody knows yet. */
  synchronized Host host() {
    int number = ++made;
    var host =
        new Host(
            prefix + "-" + number,
            "v" + number,
            "198.18." + number / PER_BLOCK + "." + (number % PER_BLOCK + 1));
    Shell.sh(
        """
        ip netns add NS
        nsenter --net=/run/netns/NS sh -c 'for i in all default; do
          echo 1 >/proc/sys/net/ipv6/conf/$i/disable_ipv6; done 2>/dev/null || true'
        ip link add PORT type veth peer name eth0 netns NS
        ip link set PORT master near up
        ip -n NS link set lo up
        ip -n NS link set eth0 up
        ip -n NS addr add ADDRESS/16 dev eth0
        """
            .replace("NS", host.namespace())
            .replace("PORT", host.port())
            .replace("ADDRESS", host.address()));
    hosts.add(host);
    return host;
  }

  /** Takes a host away; its processes have ended. */
  synchronized void remove(Host host) {
    if (hosts.remove(host)) {
      Shell.sh("ip netns del " + host.namespace());
    }
  }

  /** Pulls the plug of a host. */
  void down(Host host) {
    Shell.sh("ip link set " + host.port() + " down");
  }

  /** Puts it back. */
  void up(Host host) {
    Shell.sh("ip link set " + host.port() + " up");
  }

  /** Moves hosts to another switch, where they see only each other. */
  void cutOff(List<Host> some) {
    attach(some, FAR);
  }

  /** Moves them back. */
  void heal(List<Host> some) {
    attach(some, NEAR);
  }

  private static void attach(List<Host> some, String bridge) {
    Shell.sh(
        some.stream()
            .map(h -> "ip link set " + h.port() + " master " + bridge)
            .collect(Collectors.joining("\n")));
  }

  /** Drops that part of everything that arrives at each host, at random, UDP and TCP. */
  void lose(List<Host> some, int percent) {
    for (var host : some) {
      Shell.run(
          List.of(
              "nsenter",
              "--net=/run/netns/" + host.namespace(),
              "nft",
              "add table inet loss; add chain inet loss in { type filter hook input priority 0; };"
                  + " add rule inet loss in iifname eth0 numgen random mod 100 < "
                  + percent
                  + " drop"));
    }
  }

  /** Nothing is lost any more. */
  void loseNothing(List<Host> some) {
    for (var host : some) {
      Shell.run(
          List.of(
              "nsenter",
              "--net=/run/netns/" + host.namespace(),
              "nft",
              "delete table inet loss"));
    }
  }

  /** What the host has sent so far: what its port of the switch has received. */
  Sent sent(Host host) {
    try {
      for (var line : Files.readAllLines(COUNTERS)) {
        var colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).strip().equals(host.port())) {
          var fields = line.substring(colon + 1).strip().split(" +");
          return new Sent(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
        }
      }
    } catch (IOException e) {
      throw new Failure("cannot read " + COUNTERS, e);
    }
    throw new Failure(COUNTERS + " does not know " + host.port());
  }

  /** The bytes of IP packets that the host has sent so far: its own, and none of its kernel's ARP. */
  long sentIp(Host host) {
    var lines =
        Shell.sh("ip netns exec " + host.namespace() + " grep IpExt: /proc/net/netstat").split("\n");
    int column = List.of(lines[0].split(" ")).indexOf("OutOctets");
    return Long.parseLong(lines[1].split(" ")[column]);
  }

  @Override
  public synchronized void close() {
    for (var host : List.copyOf(hosts)) {
      remove(host);
    }
  }
}
