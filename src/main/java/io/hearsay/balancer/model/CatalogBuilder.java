package io.hearsay.balancer.model;

import io.hearsay.balancer.model.Catalog.Route;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds a catalog from a view of the cluster: the members with {@code role=backend} that are
 * present and healthy. A suspect stays until it has failed, since HAProxy's own checks and
 * redispatch cover it and most suspicions are refuted. A member that drains or leaves stays with
 * weight 0, so that requests under way can finish.
 *
 * <p>If the balancer has a zone, members of other zones are backups, whether or not there is a
 * member in its own: HAProxy uses them when no other is up, so a zone that comes or goes does not
 * change the lines of other servers.
 */
public final class CatalogBuilder {
  /** Maximum number listed; more are only counted. */
  private static final int MAX_LEFT_OUT = 100;

  private final SortedMap<String, ServiceOptions> options;
  private final RejectedValues refusals;

  /** The members of the last catalog, by name, since usually few of them have changed. */
  private Map<String, Checked> last = Map.of();

  /** The first members that were left out because of an invalid value. */
  private List<LeftOut> leftOut = new ArrayList<>();

  /** The balancer's zone at the last build. */
  private Optional<String> lastZone = Optional.empty();

  /** A validated member and its server. */
  private record Checked(Member member, Catalog.Server server) {
    /** Whether everything that the server depends on is still the same. */
    boolean holdsFor(Member now) {
      return member.status() == now.status()
          && member.mode() == now.mode()
          && member.address().equals(now.address())
          && member.tags().equals(now.tags());
    }
  }

  /** Creates a builder with the operator's options, by service. */
  public CatalogBuilder(Map<String, ServiceOptions> options) {
    this(options, new RejectedValues());
  }

  /** The same, with a given record of rejected values. */
  public CatalogBuilder(Map<String, ServiceOptions> options, RejectedValues refusals) {
    this.refusals = refusals;
    this.options = new TreeMap<>(options);
  }

  /** Number of members' values rejected so far. */
  public long rejected() {
    return refusals.count();
  }

  /** Members that the last catalog leaves out because of an invalid value. */
  public List<LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  /**
   * Builds the catalog of {@code view}; members that have not changed since the last one are not
   * validated again.
   */
  public Catalog build(ClusterView view) {
    var zone =
        view.member(view.self()).flatMap(m -> m.tags().get("zone")).filter(TagValidator::isName);
    var before = zone.equals(lastZone) ? last : Map.<String, Checked>of();
    var checked = new HashMap<String, Checked>();
    leftOut = new ArrayList<>();
    var groups = new TreeMap<String, List<Checked>>();
    options.keySet().forEach(name -> groups.put(name, new ArrayList<>()));
    for (var member : view.present()) {
      if (member.tags().role().equals("backend") && member.healthy()) {
        Optional.ofNullable(before.get(member.name()))
            .filter(c -> c.holdsFor(member))
            .or(() -> check(member, zone))
            .ifPresent(
                c -> {
                  checked.put(member.name(), c);
                  var service = member.tags().get("service").orElse(TagValidator.DEFAULT_SERVICE);
                  groups.computeIfAbsent(service, s -> new ArrayList<>()).add(c);
                });
      }
    }
    last = checked;
    lastZone = zone;
    var services = new ArrayList<Catalog.Service>();
    var routing = new Routing(refusals);
    groups.forEach(
        (name, members) -> {
          var service = options.getOrDefault(name, ServiceOptions.DEFAULT);
          if (service.routed()) {
            claim(routing, name, service, members);
          }
          services.add(
              new Catalog.Service(name, service, members.stream().map(Checked::server).toList()));
        });
    return new Catalog(services, routing.routes(), routing.fallback());
  }

  private static void claim(
      Routing routing, String name, ServiceOptions options, List<Checked> members) {
    if (!options.isFallback()) {
      options.routesTo(name).forEach(route -> routing.claim(route, true));
      return;
    }
    var routes = new ArrayList<Route>();
    for (var checked : members) {
      var host = checked.member().tags().get("host");
      var path = checked.member().tags().get("path");
      if (host.isPresent() || path.isPresent()) {
        routes.add(
            new Route(
                host.map(TagValidator::host).orElse(""),
                path.map(TagValidator::path).orElse(""),
                name));
      }
    }
    if (routes.isEmpty() && !members.isEmpty()) {
      routes.add(new Route("", "", name));
    }
    routes.forEach(route -> routing.claim(route, false));
  }

  private Optional<Checked> check(Member member, Optional<String> zone) {
    return fits(member) ? Optional.of(new Checked(member, server(member, zone))) : Optional.empty();
  }

  private Catalog.Server server(Member member, Optional<String> zone) {
    boolean drains = member.mode() == TrafficMode.DRAIN || member.status() == MemberStatus.LEAVING;
    int weight = drains ? 0 : TagValidator.weight(member.tags()).orElseThrow();
    var ip = member.address().getHostAddress();
    var itsZone = member.tags().get("zone").orElse("");
    return new Catalog.Server(
        member.name(),
        member.address() instanceof Inet6Address ? "ipv6@[" + ip + "]" : ip,
        TagValidator.port(member.tags()).orElseThrow(),
        new Catalog.Share(
            weight,
            member.mode() == TrafficMode.MAINTENANCE,
            zone.isPresent() && !itsZone.isEmpty() && !itsZone.equals(zone.get())),
        new Catalog.Labels(itsZone, member.tags().get("version").orElse(""), readable(member)));
  }

  /** The tags that a template may read. */
  private SortedMap<String, String> readable(Member member) {
    var tags = new TreeMap<String, String>();
    member
        .tags()
        .asMap()
        .forEach(
            (key, value) -> {
              if (TagValidator.isTagName(key) && TagValidator.isTagValue(value)) {
                tags.put(key, value);
              }
            });
    return tags;
  }

  private boolean fits(Member member) {
    var misfit = LeftOut.of(member);
    misfit.ifPresent(
        m -> {
          if (leftOut.size() < MAX_LEFT_OUT) {
            leftOut.add(m);
          }
          refusals.note(
              member.id() + " " + m.what() + " " + m.value(),
              m.text() + " (it is at " + member.address().getHostAddress() + ")");
        });
    return misfit.isEmpty();
  }
}
