package io.hearsay.balancer.model;

import io.hearsay.balancer.model.Catalog.Route;
import io.hearsay.balancer.model.Catalog.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A frontend beside the common one. Its services are those to which the balancer's operator has
 * given its address; if there are several, they are HTTP and are told apart by the hosts and paths
 * that the operator has set. What members say does not count here: an address that the operator
 * keeps apart, such as an internal one, must not be claimed by whoever joins.
 *
 * @param name of its first service
 * @param bind the address, as the operator wrote it
 * @param options of its first service
 * @param routes in the order in which they must be tried
 * @param fallback the service for requests that no route takes
 */
public record Front(
    String name,
    String bind,
    ServiceOptions options,
    List<Route> routes,
    Optional<String> fallback) {
  /** Copies the routes. */
  public Front {
    routes = List.copyOf(routes);
  }

  /** The frontends of these services, sorted by address. */
  public static List<Front> of(Collection<Service> services) {
    var groups = new TreeMap<String, List<Service>>();
    for (var service : services) {
      service
          .options()
          .bind()
          .ifPresent(bind -> groups.computeIfAbsent(bind, b -> new ArrayList<>()).add(service));
    }
    var fronts = new ArrayList<Front>(groups.size());
    groups.forEach((bind, members) -> fronts.add(of(bind, members)));
    return fronts;
  }

  private static Front of(String bind, List<Service> services) {
    var routes = new ArrayList<Route>();
    var fallback = Optional.<String>empty();
    for (var service : services) {
      if (service.options().isFallback()) {
        fallback = Optional.of(service.name());
      } else {
        routes.addAll(service.options().routesTo(service.name()));
      }
    }
    routes.sort(Routing.PARTICULAR_FIRST);
    var first = services.getFirst();
    return new Front(first.name(), bind, first.options(), routes, fallback);
  }
}
