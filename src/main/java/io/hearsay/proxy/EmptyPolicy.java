package io.hearsay.proxy;

import io.hearsay.cluster.ClusterView;
import io.hearsay.cluster.MemberStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What to serve when few servers are left, or none. Servers that left in good order, or that say
 * themselves that they are not well, are let go. When others vanish, it may be that the view is
 * wrong, or that they come back, and HAProxy's own checks would tell which of them are dead:
 *
 * <ul>
 *   <li>when the last ones of a service vanish, they stay for as long as nothing better is known
 *       ({@code keep-last});
 *   <li>when fewer than the wanted number are left, those that vanished stay for the grace time.
 * </ul>
 *
 * <p>Holds no clock: times are in milliseconds of any clock that does not jump.
 */
final class EmptyPolicy {
  private final BalancerSettings.Empty empty;
  private final int minServers;
  private final long grace;

  /** What was used last, by service. */
  private Map<String, Catalog.Service> last = Map.of();

  /** What was chosen last, for the routes. */
  private Catalog before = Catalog.EMPTY;

  /** Since when a service has too few, by service. */
  private final Map<String, Long> fewSince = new HashMap<>();

  /**
   * A new one.
   *
   * @param minServers of a service; 0: as many as there are
   * @param grace in milliseconds
   */
  EmptyPolicy(BalancerSettings.Empty empty, int minServers, long grace) {
    this.empty = empty;
    this.minServers = minServers;
    this.grace = grace;
  }

  /** The catalog to use for this view. */
  Catalog choose(ClusterView view, Catalog catalog, long now) {
    var chosen = new TreeMap<String, Catalog.Service>();
    catalog.services().forEach(s -> chosen.put(s.name(), s));
    fewSince.keySet().retainAll(last.keySet());
    for (var before : last.values()) {
      var current = chosen.get(before.name());
      var servers = current == null ? List.<Catalog.Server>of() : current.servers();
      var vanished = vanished(view, before, servers);
      if (servers.size() >= Math.max(1, minServers) || vanished.isEmpty()) {
        fewSince.remove(before.name());
      } else if (stay(before.name(), servers.isEmpty(), now)) {
        var all = new ArrayList<>(servers);
        all.addAll(vanished);
        all.sort(Comparator.comparing(Catalog.Server::name));
        chosen.put(before.name(), (current == null ? before : current).with(all));
      }
    }
    last = chosen;
    return remembered(catalog.with(List.copyOf(chosen.values())));
  }

  /** A service that stays keeps its routes, which went with the members that had told them. */
  private Catalog remembered(Catalog catalog) {
    var names = new HashSet<String>();
    catalog.routes().forEach(r -> names.add(r.service()));
    var routes = new ArrayList<>(catalog.routes());
    for (var route : before.routes()) {
      if (!names.contains(route.service()) && stays(route.service())) {
        routes.add(route);
      }
    }
    var fallback = catalog.fallback().or(() -> before.fallback().filter(this::stays));
    before = new Catalog(catalog.services(), routes, fallback);
    return before;
  }

  private boolean stays(String service) {
    return last.containsKey(service) && !last.get(service).servers().isEmpty();
  }

  private boolean stay(String service, boolean none, long now) {
    boolean last = none && empty == BalancerSettings.Empty.KEEP_LAST;
    long since = fewSince.computeIfAbsent(service, s -> now);
    return last || (minServers > 0 && now - since < grace);
  }

  /** Those that are not there any more, and did not say so themselves. */
  private static List<Catalog.Server> vanished(
      ClusterView view, Catalog.Service before, List<Catalog.Server> servers) {
    var here = new HashSet<String>();
    servers.forEach(s -> here.add(s.name()));
    return before.servers().stream()
        .filter(s -> !here.contains(s.name()))
        .filter(
            s ->
                view.member(s.name())
                    .filter(m -> m.status() == MemberStatus.LEFT || m.status().present())
                    .isEmpty())
        .toList();
  }

  /** When a grace time ends next; nothing if none runs. */
  OptionalLong next() {
    return minServers == 0
        ? OptionalLong.empty()
        : fewSince.values().stream().mapToLong(since -> since + grace).min();
  }

  /** Whether there was ever a server. */
  boolean sawServers() {
    return last.values().stream().anyMatch(s -> !s.servers().isEmpty());
  }
}
