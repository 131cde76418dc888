package io.hearsay.balancer.model;

import io.hearsay.balancer.model.Catalog.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides which service gets which requests of the common frontend. The most specific route counts:
 * an exact host before a wildcard before any host, then the longer path. If two services claim the
 * same, it goes to the one whose route the balancer's operator has set, otherwise, for requests
 * that no route takes, to {@code web}, otherwise to the one whose name comes first. This depends
 * only on what members say now, so that all balancers decide alike.
 */
public final class Routing {
  /** The order in which routes are tried, the most specific first. */
  public static final Comparator<Route> PARTICULAR_FIRST =
      Comparator.comparingInt(Routing::hostRank)
          .thenComparing(r -> -r.host().length())
          .thenComparing(r -> -r.path().length())
          .thenComparing(Route::host)
          .thenComparing(Route::path);

  private final RejectedValues refusals;

  /** The winning claim so far, by what is claimed. */
  private final Map<String, Claim> claims = new TreeMap<>();

  Routing(RejectedValues refusals) {
    this.refusals = refusals;
  }

  private record Claim(Route route, boolean pinned) {
    int rank() {
      boolean fallback = route.host().isEmpty() && route.path().isEmpty();
      return pinned ? 0 : fallback && route.service().equals(TagValidator.DEFAULT_SERVICE) ? 1 : 2;
    }
  }

  private static int hostRank(Route route) {
    return route.host().isEmpty() ? 2 : route.host().startsWith("*") ? 1 : 0;
  }

  /**
   * Adds a service's claim.
   *
   * @param pinned whether the balancer's operator has set it
   */
  void claim(Route route, boolean pinned) {
    var claim = new Claim(route, pinned);
    // Neither contains a space.
    var other = claims.putIfAbsent(route.host() + " " + route.path(), claim);
    if (other == null || other.route().service().equals(route.service())) {
      return;
    }
    var better = Comparator.comparingInt(Claim::rank).thenComparing(c -> c.route().service());
    var winner = better.compare(claim, other) < 0 ? claim : other;
    claims.put(route.host() + " " + route.path(), winner);
    var loser = winner == claim ? other : claim;
    refusals.note(
        "route " + route.host() + " " + route.path() + " " + loser.route().service(),
        "the services "
            + winner.route().service()
            + " and "
            + loser.route().service()
            + " both want "
            + what(route)
            + "; "
            + winner.route().service()
            + " gets it. Give one of them another host or path, or decide with hearsay.service."
            + loser.route().service()
            + ".path");
  }

  private static String what(Route route) {
    if (route.host().isEmpty() && route.path().isEmpty()) {
      return "what no host and path is named for";
    }
    return "requests for "
        + (route.host().isEmpty() ? "any host" : route.host())
        + (route.path().isEmpty() ? "" : route.path());
  }

  /** The routes in the order in which they must be tried, without the fallback. */
  List<Route> routes() {
    var routes = new ArrayList<Route>();
    claims.values().forEach(c -> routes.add(c.route()));
    routes.removeIf(r -> r.host().isEmpty() && r.path().isEmpty());
    routes.sort(PARTICULAR_FIRST);
    return routes;
  }

  /** The service that gets all other requests. */
  Optional<String> fallback() {
    return Optional.ofNullable(claims.get(" ")).map(c -> c.route().service());
  }
}
