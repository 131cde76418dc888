package io.hearsay.e2e;

import io.hearsay.testkit.Agent;
import io.hearsay.testkit.Csv;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.load.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A balancer as seen from this host.
 *
 * @param shop the port of the frontend
 * @param stats the port of HAProxy's statistics page
 * @param dashboard the port of its sidecar's API
 */
record Site(int shop, int stats, int dashboard) {

  /** A client with a short limit, since the containers may be gone. */
  static final Http HTTP = new Http(Duration.ofSeconds(2));

  /** The address for clients. */
  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), shop);
  }

  /** The name of the web container that answers a request. */
  String answer() throws IOException {
    return Wire.answerer(address());
  }

  /** The servers that get requests, according to HAProxy itself. */
  Set<String> rotation() throws IOException {
    var names = new TreeSet<String>();
    for (var server : servers()) {
      if (server.get("status").startsWith("UP")) {
        names.add(server.get("svname"));
      }
    }
    return names;
  }

  /** The requests that a server has under way; 0 if there is no such server. */
  int underWay(String name) throws IOException {
    return servers().stream()
        .filter(server -> server.get("svname").equals(name))
        .mapToInt(server -> Integer.parseInt(server.get("scur")))
        .sum();
  }

  private List<Map<String, String>> servers() throws IOException {
    var table = new Csv(HTTP.get("http://127.0.0.1:" + stats + "/;csv").body());
    return table.rows().stream()
        .filter(row -> !Set.of("FRONTEND", "BACKEND").contains(row.get("svname")))
        .toList();
  }

  /** The balancer's sidecar. */
  Agent agent() {
    return new Agent(HTTP, "http://127.0.0.1:" + dashboard);
  }

  /** A member as the sidecar knows it, even one that is gone. */
  Optional<Agent.Member> member(String name) throws IOException {
    return agent().members().stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** A member's status; {@code gone} if it was forgotten. */
  String status(String name) throws IOException {
    return member(name).map(Agent.Member::status).orElse("gone");
  }
}
