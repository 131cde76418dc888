package io.hearsay.balancer.model;

import io.hearsay.balancer.model.Catalog.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who gets which requests of the common frontend. The most particular route counts: a host before
 * the end of a host before any host, then the longer path. What two services claim, one gets: the
 * one whose route the balancer's operator has set, else {@code web} if it is about requests that no
 * route takes, else the one whose name comes first. That depends on nothing but what members say
 * now, so that all balancers decide alike.
 */
public final class Routing {
  /** The order in which routes are tried: the most particular first. */
  public static final Comparator<Route> PARTICULAR_FIRST =
      Comparator.comparingInt(Routing::hostRank)
          .thenComparing(r -> -r.host().length())
          .thenComparing(r -> -r.path().length())
          .thenComparing(Route::host)
          .thenComparing(Route::path);

  private final RejectedValues refusals;

  /** The best claim so far, by what is claimed. */
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
   * Somebody wants requests.
   *
   * @param pinned whether the balancer's operator said so
   */
  void claim(Route route, boolean pinned) {
    var claim = new Claim(route, pinned);
    // A space is in neither.
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

  /** The routes in the order in which they must be tried, without the one that takes the rest. */
  List<Route> routes() {
    var routes = new ArrayList<Route>();
    claims.values().forEach(c -> routes.add(c.route()));
    routes.removeIf(r -> r.host().isEmpty() && r.path().isEmpty());
    routes.sort(PARTICULAR_FIRST);
    return routes;
  }

  /** Who gets the rest. */
  Optional<String> fallback() {
    return Optional.ofNullable(claims.get(" ")).map(c -> c.route().service());
  }
}
