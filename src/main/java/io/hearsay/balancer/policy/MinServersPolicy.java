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
public final class MinServersPolicy {
  private final BalancerSettings.Empty empty;
  private final int minServers;
  private final long grace;

  /** What was chosen last. */
  private Catalog last = Catalog.EMPTY;

  /** Since when a service has too few, by service. */
  private final Map<String, Long> fewSince = new HashMap<>();

  /** When a grace time ends that keeps servers, {@link Long#MAX_VALUE} if none does. */
  private long graceEnds = Long.MAX_VALUE;

  /**
   * A new one.
   *
   * @param minServers of a service; 0: as many as there are
   * @param grace in milliseconds
   */
  public MinServersPolicy(BalancerSettings.Empty empty, int minServers, long grace) {
    this.empty = empty;
    this.minServers = minServers;
    this.grace = grace;
  }

  /** The catalog to use for this view. */
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
      // However long that takes: no time of its own changes anything.
      return true;
    }
    boolean kept = minServers > 0 && now - since < grace;
    if (kept) {
      graceEnds = Math.min(graceEnds, since + grace);
    }
    return kept;
  }

  /** A service that is kept keeps its routes, which went with the members that had told them. */
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

  /** When a grace time ends next that keeps a server; nothing if none does. */
  public OptionalLong next() {
    return graceEnds == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(graceEnds);
  }

  /** Whether there was ever a server. */
  public boolean sawServers() {
    return !last.isEmpty();
  }
}
