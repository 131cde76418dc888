package io.hearsay.balancer.policy;

import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.Routing;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.MemberStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides what to serve when few servers are left, or none. Servers that left gracefully, or report
 * themselves unhealthy, are removed. If others disappear, the view may be wrong or they may return,
 * and HAProxy's own checks find out which of them are dead:
 *
 * <ul>
 *   <li>if the last servers of a service disappear, they are kept until there are others ({@code
 *       keep-last});
 *   <li>if fewer than the minimum are left, those that disappeared are kept for the grace time.
 * </ul>
 *
 * <p>Has no clock of its own: times are milliseconds of any monotonic clock.
 */
public final class MinServersPolicy {
  private final BalancerSettings.Empty empty;
  private final int minServers;
  private final long grace;

  /** The last chosen catalog. */
  private Catalog last = Catalog.EMPTY;

  /** Since when a service has had too few servers, by service. */
  private final Map<String, Long> fewSince = new HashMap<>();

  /** When the next grace time that keeps servers ends; {@link Long#MAX_VALUE} if there is none. */
  private long graceEnds = Long.MAX_VALUE;

  /**
   * Creates a policy without history.
   *
   * @param minServers minimum number of servers per service; 0: none
   * @param grace the grace time in milliseconds
   */
  public MinServersPolicy(BalancerSettings.Empty empty, int minServers, long grace) {
    this.empty = empty;
    this.minServers = minServers;
    this.grace = grace;
  }

  /** Chooses the catalog to use for this view. */
  public Catalog choose(ClusterView view, Catalog catalog, long now) {
    var chosen = new TreeMap<String, Catalog.Service>();
    catalog.services().forEach(s -> chosen.put(s.name(), s));
    var known = new HashSet<String>();
    graceEnds = Long.MAX_VALUE;
    for (var before : last.services()) {
      known.add(before.name());
      var current = chosen.get(before.name());
      var servers = current == null ? List.<Catalog.Server>of() : current.servers();
      var vanished = vanished(view, before, servers);
      if (servers.size() >= Math.max(1, minServers) || vanished.isEmpty()) {
        fewSince.remove(before.name());
      } else if (isKept(before.name(), servers.isEmpty(), now)) {
        var all = new ArrayList<>(servers);
        all.addAll(vanished);
        all.sort(Comparator.comparing(Catalog.Server::name));
        chosen.put(before.name(), (current == null ? before : current).with(all));
      }
    }
    fewSince.keySet().retainAll(known);
    last = routed(catalog, chosen);
    return last;
  }

  private boolean isKept(String service, boolean none, long now) {
    long since = fewSince.computeIfAbsent(service, s -> now);
    if (none && empty == BalancerSettings.Empty.KEEP_LAST) {
      // They are kept for any time, so no later review is needed.
      return true;
    }
    boolean kept = minServers > 0 && now - since < grace;
    if (kept) {
      graceEnds = Math.min(graceEnds, since + grace);
    }
    return kept;
  }

  /**
   * Restores the routes of services that are kept, which disappeared with the members that had
   * announced them.
   */
  private Catalog routed(Catalog catalog, SortedMap<String, Catalog.Service> chosen) {
    var told = new HashSet<String>();
    catalog.routes().forEach(r -> told.add(r.service()));
    Predicate<String> serves =
        name -> chosen.containsKey(name) && !chosen.get(name).servers().isEmpty();
    var routes = new ArrayList<>(catalog.routes());
    last.routes().stream()
        .filter(r -> !told.contains(r.service()) && serves.test(r.service()))
        .forEach(routes::add);
    routes.sort(Routing.PARTICULAR_FIRST);
    var fallback = catalog.fallback().or(() -> last.fallback().filter(serves));
    return new Catalog(List.copyOf(chosen.values()), routes, fallback);
  }

  /** The servers that have disappeared without announcing it. */
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

  /** When the next grace time that keeps a server ends; empty if there is none. */
  public OptionalLong next() {
    return graceEnds == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(graceEnds);
  }

  /** Whether there has ever been a server. */
  public boolean sawServers() {
    return !last.isEmpty();
  }
}
