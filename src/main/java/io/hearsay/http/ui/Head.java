package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The common beginning of all pages.
 *
 * @param source what the page is drawn from
 * @param title of the window
 * @param root relative path from the page to the dashboard: empty, {@code ../} or {@code ../../}
 * @param filter the reader's filter
 */
public record Head(PageSource source, String title, String root, Filter filter)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "title" -> title;
          case "name" -> VisibleText.text(source.view().self());
          case "label" -> VisibleText.text(source.view().label());
          case "root" -> root;
          case "assets" -> source.build().assets();
          case "version" -> source.build().version();
          case "now" -> source.now().truncatedTo(ChronoUnit.MILLIS).toString();
          case "filter" -> VisibleText.text(filter.text());
          case "filtered" -> !filter.isEmpty();
          case "balancer" -> source.balancer().isPresent();
          default -> null;
        });
  }
}
