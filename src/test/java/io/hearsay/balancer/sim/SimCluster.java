package io.hearsay.balancer.sim;

import io.hearsay.balancer.Views;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;

/** Members that come, go and change at random. */
public final class SimCluster {
  private static final List<String> NAMES =
      List.of("web1", "web2", "web3", "web4", "api1", "api2", "shop1");

  private final Random random;
  private final Map<String, Member> members = new TreeMap<>();
  private final Map<String, Long> leftAt = new TreeMap<>();
  private long version;

  /** Only the balancer itself. */
  public SimCluster(Random random) {
    this.random = random;
  }

  /** The names of all members that can ever exist. */
  public static List<String> names() {
    return NAMES;
  }

  /** Something happens to one member or several. */
  public void change(long now) {
    int changes = random.nextInt(5) == 0 ? 1 + random.nextInt(4) : 1;
    for (int i = 0; i < changes; i++) {
      changeOne(NAMES.get(random.nextInt(NAMES.size())));
    }
    note(now);
  }

  private void changeOne(String name) {
    var member = members.get(name);
    if (member == null || !member.status().present()) {
      if (random.nextInt(4) == 0) {
        members.remove(name);
      } else {
        members.put(name, fresh(name));
      }
      return;
    }
    switch (random.nextInt(9)) {
      case 0 -> members.put(name, with(member, MemberStatus.LEFT, true, member.mode()));
      case 1 -> members.put(name, with(member, MemberStatus.FAILED, true, member.mode()));
      case 2 -> members.put(name, with(member, MemberStatus.SUSPECT, true, member.mode()));
      case 3 -> members.put(name, with(member, MemberStatus.LEAVING, true, member.mode()));
      case 4 -> members.put(name, with(member, MemberStatus.ALIVE, true, TrafficMode.DRAIN));
      case 5 -> members.put(name, with(member, MemberStatus.ALIVE, true, TrafficMode.MAINTENANCE));
      case 6 -> members.put(name, with(member, MemberStatus.ALIVE, false, TrafficMode.READY));
      case 7 -> members.put(name, fresh(name));
      default -> members.put(name, with(member, MemberStatus.ALIVE, true, TrafficMode.READY));
    }
  }

  private Member fresh(String name) {
    var service = name.replaceAll("[0-9]", "");
    var tags =
        new TreeMap<>(
            Map.of(
                "role",
                "backend",
                "service",
                service,
                "port",
                String.valueOf(8080 + random.nextInt(2)),
                "weight",
                String.valueOf(50 * (1 + random.nextInt(3)))));
    if (!service.equals("web")) {
      tags.put("path", "/" + service);
    }
    var ip = "10.0.0." + (1 + random.nextInt(3)) + NAMES.indexOf(name);
    return Views.member(name, ip, MemberStatus.ALIVE, tags);
  }

  private static Member with(Member m, MemberStatus status, boolean healthy, TrafficMode mode) {
    return new Member(
        m.name(),
        m.id(),
        m.address(),
        m.port(),
        new Member.Word(healthy, mode, 0, m.tags()),
        new Member.Sight(status, m.since(), OptionalDouble.empty()));
  }

  private void note(long now) {
    for (var name : NAMES) {
      var member = members.get(name);
      if (member != null && member.status() == MemberStatus.LEFT) {
        leftAt.putIfAbsent(name, now);
      } else {
        leftAt.remove(name);
      }
    }
  }

  /** Since when members have left of their own accord, by name, in milliseconds. */
  public Map<String, Long> leftAt() {
    return leftAt;
  }

  /** All is well: every present member is well, and all others have left gracefully. */
  public void heal(long now) {
    for (var name : NAMES) {
      var member = members.computeIfAbsent(name, this::fresh);
      boolean stays = member.status().present() || name.equals("web1");
      members.put(
          name,
          with(member, stays ? MemberStatus.ALIVE : MemberStatus.LEFT, true, TrafficMode.READY));
    }
    note(now);
  }

  /** Gives one server another weight, which takes no reload. */
  public void reweigh(long now) {
    var web1 = members.get("web1");
    int weight = Integer.parseInt(web1.tags().get("weight").orElseThrow());
    var tags = new TreeMap<>(web1.tags().asMap());
    tags.put("weight", String.valueOf(weight + 1));
    members.put(
        "web1", Views.member("web1", web1.address().getHostAddress(), MemberStatus.ALIVE, tags));
    note(now);
  }

  /** The cluster as the balancer sees it. */
  public ClusterView view() {
    var all = new ArrayList<>(members.values());
    all.add(Views.member("lb", "10.0.0.1", MemberStatus.ALIVE, Map.of("role", "balancer")));
    return new ClusterView(++version, "lb", "", all);
  }
}
