package io.hearsay.e2e;

import io.hearsay.demo.Json;
import io.hearsay.demo.load.Failure;
import io.hearsay.demo.load.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A balancer as it is seen from this host.
 *
 * @param shop the port of the frontend
 * @param stats the port of HAProxy's page
 * @param dashboard the port of its sidecar's API
 */
record Site(int shop, int stats, int dashboard) {

  /** A member as the balancer's sidecar knows it. */
  record Member(String name, String address, String status, String health) {}

  /** Where visitors come in. */
  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), shop);
  }

  /** The name of the web that answers a request. */
  String answer() throws IOException {
    try (var wire = Wire.open(address())) {
      var answer = wire.get(false);
      if (answer.status() != 200) {
        throw new IOException("the site answers " + answer.status());
      }
      return answer.backend();
    } catch (Failure e) {
      throw new IOException("the site answers: " + e.kind(), e);
    }
  }

  /** The servers that get requests, in the words of HAProxy itself. */
  Set<String> rotation() throws IOException {
    var names = new TreeSet<String>();
    for (var server : servers()) {
      if (server.get("status").startsWith("UP")) {
        names.add(server.get("svname"));
      }
    }
    return names;
  }

  /** Requests that a server has under way, 0 if there is no such server. */
  int underWay(String name) throws IOException {
    return servers().stream()
        .filter(server -> server.get("svname").equals(name))
        .mapToInt(server -> Integer.parseInt(server.get("scur")))
        .sum();
  }

  private List<Map<String, String>> servers() throws IOException {
    var table = new Csv(Http.get("http://127.0.0.1:" + stats + "/;csv").body());
    return table.rows().stream()
        .filter(row -> !Set.of("FRONTEND", "BACKEND").contains(row.get("svname")))
        .toList();
  }

  /** Whoever the sidecar knows, also those that are gone. */
  List<Member> members() throws IOException {
    var body = Http.get("http://127.0.0.1:" + dashboard + "/v1/members").body();
    if (!(Json.read(body) instanceof Map<?, ?> object
        && object.get("members") instanceof List<?> members)) {
      throw new IOException("/v1/members answers " + body);
    }
    return members.stream().map(Site::member).toList();
  }

  private static Member member(Object value) {
    var fields = (Map<?, ?>) value;
    return new Member(
        String.valueOf(fields.get("name")),
        String.valueOf(fields.get("address")),
        String.valueOf(fields.get("status")),
        String.valueOf(fields.get("health")));
  }

  Optional<Member> member(String name) throws IOException {
    return members().stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** A member's status, {@code gone} when it was forgotten. */
  String status(String name) throws IOException {
    return member(name).map(Member::status).orElse("gone");
  }
}
