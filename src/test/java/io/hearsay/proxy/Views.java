package io.hearsay.proxy;

import io.hearsay.cluster.ClusterView;
import io.hearsay.cluster.Member;
import io.hearsay.cluster.MemberStatus;
import io.hearsay.cluster.Mode;
import io.hearsay.cluster.Tags;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Makes views of a cluster for tests. */
final class Views {
  private Views() {}

  static ClusterView of(Member... members) {
    var all = new ArrayList<>(List.of(members));
    all.add(member("lb", "127.0.0.1", MemberStatus.ALIVE, Map.of("role", "balancer")));
    return new ClusterView(1, "lb", "", all);
  }

  static Member web(String name, int port) {
    return web(name, port, MemberStatus.ALIVE, Map.of());
  }

  static Member web(String name, int port, MemberStatus status, Map<String, String> more) {
    var tags = new HashMap<>(Map.of("role", "backend", "port", String.valueOf(port)));
    tags.putAll(more);
    return member(name, "127.0.0.1", status, tags);
  }

  static Member member(String name, String ip, MemberStatus status, Map<String, String> tags) {
    try {
      return new Member(
          name,
          "1-" + name,
          InetAddress.getByName(ip),
          7946,
          status,
          true,
          Mode.READY,
          0,
          Tags.of(tags),
          Instant.EPOCH,
          OptionalDouble.empty());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Member with(Member m, Mode mode) {
    return new Member(
        m.name(),
        m.id(),
        m.address(),
        m.port(),
        m.status(),
        m.healthy(),
        mode,
        0,
        m.tags(),
        m.since(),
        m.rttMillis());
  }
}
