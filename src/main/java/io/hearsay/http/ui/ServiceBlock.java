package io.hearsay.http.ui;

import io.hearsay.balancer.model.Catalog;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A service with its routes, servers and load.
 *
 * @param name of the service; a valid name
 * @param routes descriptions of the requests it gets
 * @param servers all of them, the worst first
 * @param fold the servers shown
 * @param spark its last hour
 */
public record ServiceBlock(
    String name,
    List<String> routes,
    List<ServerRow> servers,
    Fold<ServerRow> fold,
    Sparkline spark)
    implements TemplateFields {
  private static final int ROUTES_SHOWN = 3;

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "name" -> VisibleText.text(this.name);
          case "link" -> link(this.name);
          case "routes" -> shownRoutes();
          case "level" -> level();
          case "up" -> up();
          case "size" -> servers.size();
          case "sessions" -> servers.stream().mapToLong(s -> s.live().sessions()).sum();
          case "rate" -> servers.stream().mapToLong(s -> s.live().rate()).sum();
          case "errors" -> servers.stream().mapToLong(s -> s.live().errors()).sum();
          case "wrong" -> wrong();
          case "fold" -> fold;
          case "spark" -> spark;
          default -> null;
        });
  }

  /** The link to its page, relative to the dashboard. */
  static String link(String name) {
    return "ui/services/" + MemberRow.encoded(name);
  }

  /** Number of servers that may get requests, according to HAProxy if it is known. */
  long up() {
    return servers.stream()
        .filter(
            s ->
                s.live().isKnown()
                    ? s.live().level().equals("passing") && s.wanted().weight() > 0
                    : s.wanted().state().equals("ready"))
        .count();
  }

  /** Number of servers that should get requests but do not. */
  long wrong() {
    return servers.stream().filter(ServerRow::isWrong).count();
  }

  /** A class of the style sheet. */
  private String level() {
    return up() == 0 ? "broken" : wrong() > 0 ? "behind" : "current";
  }

  private String shownRoutes() {
    var shown = String.join(", ", routes.subList(0, Math.min(ROUTES_SHOWN, routes.size())));
    int more = routes.size() - ROUTES_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  /** Describes the requests a service gets. */
  static List<String> routes(Catalog catalog, Catalog.Service service) {
    var own = service.options().bind();
    if (own.isPresent()) {
      var on = "on " + own.get();
      return service.options().isFallback()
          ? List.of(on)
          : service.options().routesTo(service.name()).stream()
              .map(r -> on + " " + shown(r))
              .toList();
    }
    var routes =
        catalog.routes().stream()
            .filter(r -> r.service().equals(service.name()))
            .map(ServiceBlock::shown)
            .toList();
    boolean rest = catalog.fallback().filter(service.name()::equals).isPresent();
    return !rest
        ? routes
        : routes.isEmpty()
            ? List.of("everything")
            : Stream.concat(routes.stream(), Stream.of("the rest")).toList();
  }

  private static String shown(Catalog.Route route) {
    return route.host() + (route.path().isEmpty() ? "/" : route.path());
  }

  /** The text that filters are applied to. */
  String searched() {
    return Filter.searched(List.of(name, "service:" + name, String.join(" ", routes)));
  }
}
