package io.hearsay.http.ui;

import io.hearsay.balancer.model.Catalog;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A service: who is sent there, who serves, and how it goes.
 *
 * @param name of it, which fits the grammar of names
 * @param routes what brings requests there, in words
 * @param servers all of them, the worst first
 * @param fold those that are shown
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

  /** Where it is, relative to the dashboard. */
  static String link(String name) {
    return "ui/services/" + MemberRow.encoded(name);
  }

  /** How many may get requests, by HAProxy's word where there is one. */
  long up() {
    return servers.stream()
        .filter(
            s ->
                s.live().isKnown()
                    ? s.live().level().equals("passing") && s.wanted().weight() > 0
                    : s.wanted().state().equals("ready"))
        .count();
  }

  /** How many should and do not. */
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

  /** What brings requests to a service. */
  static List<String> routes(Catalog catalog, Catalog.Service service) {
    var own = service.options().bind();
    if (own.isPresent()) {
      return List.of("on " + own.get());
    }
    var routes =
        catalog.routes().stream()
            .filter(r -> r.service().equals(service.name()))
            .map(r -> (r.host().isEmpty() ? "" : r.host()) + (r.path().isEmpty() ? "/" : r.path()))
            .toList();
    boolean rest = catalog.fallback().filter(service.name()::equals).isPresent();
    return !rest
        ? routes
        : routes.isEmpty()
            ? List.of("everything")
            : Stream.concat(routes.stream(), Stream.of("the rest")).toList();
  }

  /** What a filter looks at. */
  String searched() {
    return Filter.searched(List.of(name, "service:" + name, String.join(" ", routes)));
  }
}
