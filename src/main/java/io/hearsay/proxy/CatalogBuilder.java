package io.hearsay.proxy;

import io.hearsay.cluster.ClusterView;
import io.hearsay.cluster.Member;
import io.hearsay.cluster.MemberStatus;
import io.hearsay.cluster.Mode;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * From a snapshot of the cluster to a catalog: members with {@code role=backend} that are present
 * and healthy. A suspect stays until it is failed, since HAProxy's own checks and redispatch cover
 * it and most suspicions are refuted. A member that drains or leaves keeps its place with weight 0,
 * so that what is under way may finish.
 */
final class CatalogBuilder {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final int REMEMBERED = 1000;
  private static final int SHOWN = 60;

  private final AtomicLong rejected = new AtomicLong();
  private final Map<String, Boolean> logged =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Values of members that were refused so far. */
  long rejected() {
    return rejected.get();
  }

  Catalog build(ClusterView view) {
    var zone = view.local().tags().get("zone").filter(Grammar::isName);
    var services = new TreeMap<String, List<Member>>();
    for (var member : view.present()) {
      if (member.tags().role().equals("backend") && member.healthy() && fits(member)) {
        var service = member.tags().get("service").orElse(Grammar.DEFAULT_SERVICE);
        services.computeIfAbsent(service, s -> new ArrayList<>()).add(member);
      }
    }
    return new Catalog(
        services.entrySet().stream().map(e -> service(e.getKey(), e.getValue(), zone)).toList());
  }

  private static Catalog.Service service(String name, List<Member> members, Optional<String> zone) {
    var hosts = new TreeSet<String>();
    var paths = new TreeSet<String>();
    for (var member : members) {
      member.tags().get("host").ifPresent(hosts::add);
      member.tags().get("path").ifPresent(paths::add);
    }
    boolean anyHere =
        zone.isPresent() && members.stream().anyMatch(m -> m.tags().get("zone").equals(zone));
    var servers =
        members.stream()
            .map(m -> server(m, anyHere && !m.tags().get("zone").equals(zone)))
            .toList();
    return new Catalog.Service(name, hosts, paths, servers);
  }

  private static Catalog.Server server(Member member, boolean backup) {
    boolean drains = member.mode() == Mode.DRAIN || member.status() == MemberStatus.LEAVING;
    int weight = drains ? 0 : Grammar.weight(member.tags()).orElseThrow();
    var ip = member.address().getHostAddress();
    return new Catalog.Server(
        member.name(),
        member.address() instanceof Inet6Address ? "ipv6@[" + ip + "]" : ip,
        Grammar.port(member.tags()).orElseThrow(),
        weight,
        member.mode() == Mode.MAINTENANCE,
        backup);
  }

  private boolean fits(Member member) {
    var tags = member.tags();
    return ok(Grammar.isName(member.name()), member, "name", member.name())
        && ok(
            !member.address().isAnyLocalAddress()
                && !member.address().isMulticastAddress()
                && !member.address().getHostAddress().contains("%"),
            member,
            "address",
            member.address().getHostAddress())
        && ok(Grammar.port(tags).isPresent(), member, "port", tags.get("port").orElse(""))
        && ok(Grammar.weight(tags).isPresent(), member, "weight", tags.get("weight").orElse(""))
        && optional(member, "service", Grammar::isName)
        && optional(member, "zone", Grammar::isName)
        && optional(member, "host", Grammar::isHost)
        && optional(member, "path", Grammar::isPath);
  }

  private boolean optional(
      Member member, String key, java.util.function.Predicate<String> grammar) {
    var value = member.tags().get(key);
    return value.isEmpty() || ok(grammar.test(value.get()), member, key, value.get());
  }

  private boolean ok(boolean fits, Member member, String what, String value) {
    if (!fits) {
      var key = member.id() + " " + what + " " + value;
      if (logged.put(key, true) == null) {
        rejected.incrementAndGet();
        LOG.warnf(
            "left out: the member at %s says its %s is \"%s\", which does not fit the grammar",
            member.address().getHostAddress(), what, printable(value));
      }
    }
    return fits;
  }

  /** Nothing that could disturb a terminal or forge a line of the log. */
  private static String printable(String value) {
    var text = new StringBuilder();
    value
        .codePoints()
        .limit(SHOWN)
        .forEach(c -> text.append(c >= ' ' && c < 127 && c != '"' ? (char) c : '?'));
    return text + (value.codePointCount(0, value.length()) > SHOWN ? "…" : "");
  }
}
