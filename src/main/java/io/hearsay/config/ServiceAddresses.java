package io.hearsay.config;

import io.hearsay.balancer.model.Catalog.Route;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds services that cannot share an address: over TCP nothing tells their clients apart, and over
 * HTTP each needs requests of its own.
 */
final class ServiceAddresses {
  private final List<String> problems;

  /** Who has an address, and how: the setting, and whether others may have it too. */
  private record Owner(String setting, boolean shares) {}

  private final Map<String, Owner> owners = new HashMap<>();

  /** Who gets which requests: the service, by address and route. */
  private final Map<String, Map<Route, String>> claims = new HashMap<>();

  /**
   * Nobody has an address yet but these.
   *
   * @param taken the addresses of other frontends, by the settings that they come from
   * @param problems receives what is wrong
   */
  ServiceAddresses(Map<String, String> taken, List<String> problems) {
    this.problems = problems;
    taken.forEach((setting, bind) -> owners.put(bind, new Owner(setting, false)));
  }

  void add(String service, ServiceOptions options) {
    options.bind().ifPresent(bind -> add(service, options, bind));
  }

  private void add(String service, ServiceOptions options, String bind) {
    var setting = ServiceSettings.property(service, "bind");
    var here = new Owner(setting, options.mode() == Protocol.HTTP);
    var first = owners.putIfAbsent(bind, here);
    if (first != null && !(first.shares() && here.shares())) {
      problems.add(
          setting + " \"" + bind + "\": " + first.setting() + " has that address; choose another");
      return;
    }
    var known = claims.computeIfAbsent(bind, b -> new HashMap<>());
    var routes = options.isFallback() ? List.of(new Route("", "", "")) : options.routesTo("");
    for (var route : routes) {
      var other = known.putIfAbsent(route, service);
      if (other != null) {
        problems.add(
            setting
                + " \""
                + bind
                + "\": "
                + other
                + " gets "
                + (options.isFallback() ? "what no other service gets" : said(route))
                + " there; set "
                + ServiceSettings.property(service, "host")
                + " or "
                + ServiceSettings.property(service, "path"));
        return;
      }
    }
  }

  private static String said(Route route) {
    return "requests for " + route.host() + route.path();
  }
}
