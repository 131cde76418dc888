package io.hearsay.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Hosts on a switch. Each host is a network namespace; the switch is a bridge in the namespace
 * that this program runs in, with an address there, so that the program reaches every host's HTTP
 * interface. Hosts have no route to anywhere else.
 */
public final class Network implements AutoCloseable {
  private static final String NEAR = "near";
  private static final String FAR = "far";
  private static final String ADDRESS = "198.18.255.254";
  private static final int PER_BLOCK = 250;
  private static final Path COUNTERS = Path.of("/proc/net/dev");

  private final String prefix;
  private final List<Host> hosts = new ArrayList<>();
  private int made;

  /**
   * A network without hosts.
   *
   * @param prefix of the names of all namespaces
   */
  public Network(String prefix) {
    this.prefix = prefix;
    // Without IPv6 a host sends nothing by itself, so its first packet is its agent's.
    Command.sh(
        """
        echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6 2>/dev/null || true
        echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6 2>/dev/null || true
        ip link set lo up
        ip link add near type bridge
        ip link add far type bridge
        ip link set near up
        ip link set far up
        ip addr add ADDRESS/16 dev near
        """
            .replace("ADDRESS", ADDRESS));
  }

  /** This program's own place in the network. */
  public Host here(String name) {
    return new Host(name, ADDRESS);
  }

  /** Adds a host, named by its number; its address was never used before. */
  public Host host() {
    return host("web");
  }

  /** The same; its name is {@code name} followed by its number. */
  public synchronized Host host(String name) {
    int number = ++made;
    var address = "198.18." + number / PER_BLOCK + "." + (number % PER_BLOCK + 1);
    var host = new Host(name + number, address, prefix + "-" + number);
    Command.sh(
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
            .replace("PORT", port(host))
            .replace("ADDRESS", address));
    hosts.add(host);
    return host;
  }

  /** The name of the switch port of a host. */
  private String port(Host host) {
    return "v" + host.namespace().substring(prefix.length() + 1);
  }

  /** Removes a host whose processes have ended. */
  public synchronized void remove(Host host) {
    if (hosts.remove(host)) {
      // A namespace dies some time after its name, and its port would keep its name until then.
      Command.sh("ip link del " + port(host) + "; ip netns del " + host.namespace());
    }
  }

  /** Takes a host's link down. */
  public void down(Host host) {
    Command.sh("ip link set " + port(host) + " down");
  }

  /** Brings it up again. */
  public void up(Host host) {
    Command.sh("ip link set " + port(host) + " up");
  }

  /** Moves hosts to another switch, where they see only each other. */
  public void cutOff(List<Host> some) {
    attach(some, FAR);
  }

  /** Moves them back. */
  public void heal(List<Host> some) {
    attach(some, NEAR);
  }

  private void attach(List<Host> some, String bridge) {
    Command.sh(
        some.stream()
            .map(host -> "ip link set " + port(host) + " master " + bridge)
            .collect(Collectors.joining("\n")));
  }

  /** Drops that share of everything that arrives at each host, at random, both UDP and TCP. */
  public void lose(List<Host> some, int percent) {
    nft(
        some,
        "add table inet loss; add chain inet loss in { type filter hook input priority 0; };"
            + " add rule inet loss in iifname eth0 numgen random mod 100 < "
            + percent
            + " drop");
  }

  /** Ends all loss. */
  public void loseNothing(List<Host> some) {
    nft(some, "delete table inet loss");
  }

  private static void nft(List<Host> some, String rules) {
    for (var host : some) {
      Command.run(Map.of(), host.command(List.of("nft", rules)));
    }
  }

  /** What a host has sent since it was created, including Ethernet headers and ARP. */
  public record Sent(long bytes, long packets) {}

  /** What the host has sent so far, measured as what its switch port has received. */
  public Sent sent(Host host) {
    var port = port(host);
    try {
      for (var line : Files.readAllLines(COUNTERS)) {
        var colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).strip().equals(port)) {
          var fields = line.substring(colon + 1).strip().split(" +");
          return new Sent(Long.parseLong(fields[0]), Long.parseLong(fields[1]));
        }
      }
    } catch (IOException e) {
      throw new Failure("cannot read " + COUNTERS, e);
    }
    throw new Failure(COUNTERS + " does not know " + port);
  }

  /** The bytes of IP packets that the host has sent so far, without its kernel's ARP. */
  public long sentIp(Host host) {
    var lines =
        Command.sh("ip netns exec " + host.namespace() + " grep IpExt: /proc/net/netstat")
            .split("\n");
    int column = List.of(lines[0].split(" ")).indexOf("OutOctets");
    return Long.parseLong(lines[1].split(" ")[column]);
  }

  /** Removes all hosts. */
  public synchronized void clear() {
    List.copyOf(hosts).forEach(this::remove);
  }

  @Override
  public void close() {
    clear();
    Command.sh("ip link del near; ip link del far");
  }
}
