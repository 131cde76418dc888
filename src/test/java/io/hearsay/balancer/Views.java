package io.hearsay.balancer;

import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Builds cluster views for tests. */
public final class Views {
  private Views() {}

  public static ClusterView of(Member... members) {
    var all = new ArrayList<>(List.of(members));
    all.add(member("lb", "127.0.0.1", MemberStatus.ALIVE, Map.of("role", "balancer")));
    return new ClusterView(1, "lb", "", all);
  }

  public static Member web(String name, int port) {
    return web(name, port, MemberStatus.ALIVE, Map.of());
  }

  public static Member web(String name, int port, MemberStatus status, Map<String, String> more) {
    var tags = new HashMap<>(Map.of("role", "backend", "port", String.valueOf(port)));
    tags.putAll(more);
    return member(name, "127.0.0.1", status, tags);
  }

  public static Member member(
      String name, String ip, MemberStatus status, Map<String, String> tags) {
    try {
      return new Member(
          name,
          "1-" + name,
          InetAddress.getByName(ip),
          7946,
          new Member.Word(true, TrafficMode.READY, 0, Tags.of(tags)),
          new Member.Sight(status, Instant.EPOCH, OptionalDouble.empty()));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static Member with(Member m, TrafficMode mode) {
    return new Member(
        m.name(),
        m.id(),
        m.address(),
        m.port(),
        new Member.Word(m.healthy(), mode, 0, m.tags()),
        new Member.Sight(m.status(), m.since(), m.rttMillis()));
  }
}
