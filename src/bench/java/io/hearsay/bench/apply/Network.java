package io.hearsay.bench.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts that are network namespaces on a bridge in the namespace of this program; none has a route
 * to anywhere else.
 */
final class Network implements AutoCloseable {
  private static final String ADDRESS = "198.18.255.254";

  private final String prefix;
  private final List<Host> hosts = new ArrayList<>();

  Network(String prefix) {
    this.prefix = prefix;
    sh(
        "ip link add near type bridge; ip link set near up; ip addr add "
            + ADDRESS
            + "/16 dev near");
  }

  /** This end of it. */
  Host balancer() {
    return new Host("balancer", ADDRESS, "");
  }

  /** One more host, called like the others. */
  Host web() {
    int number = hosts.size() + 1;
    var host = new Host("web" + number, "198.18.0." + number, prefix + "-" + number);
    sh(
        """
        ip netns add NS
        ip link add v-NAME type veth peer name eth0 netns NS
        ip link set v-NAME master near up
        ip -n NS link set lo up
        ip -n NS link set eth0 up
        ip -n NS addr add ADDRESS/16 dev eth0
        """
            .replace("NS", host.namespace())
            .replace("NAME", host.name())
            .replace("ADDRESS", host.address()));
    hosts.add(host);
    return host;
  }

  /** Pulls the plug of a host. */
  void down(Host host) {
    sh("ip link set v-" + host.name() + " down");
  }

  /** Puts it back. */
  void up(Host host) {
    sh("ip link set v-" + host.name() + " up");
  }

  private static void sh(String script) {
    try {
      var process = new ProcessBuilder("sh", "-ec", script).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new Failure(script.strip() + ": " + printed.strip());
      }
    } catch (IOException e) {
      throw new Failure("cannot run sh", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  @Override
  public void close() {
    for (var host : hosts) {
      // A namespace dies some time after its name, and would keep this name of an interface taken.
      sh("ip link del v-" + host.name() + "; ip netns del " + host.namespace());
    }
    sh("ip link del near");
  }
}
