package io.hearsay.http.ui;

import io.hearsay.text.VisibleText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/** Draws the pages of what the agent knows. */
@Singleton
class Dashboard {
  /** On a page of its own; the rest is found with the filter. */
  private static final int ROWS = 500;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Pages pages;
  private final Drawings drawings = new Drawings(() -> System.nanoTime() / NANOS_PER_MILLI);
  private final Texts texts = new Texts();
  private volatile Sources sources;

  @Inject
  Dashboard(AgentSources sources, Pages pages) {
    this.sources = sources;
    this.pages = pages;
  }

  /** What it draws from here on; for tests with clusters that no machine could run. */
  void show(Sources others) {
    sources = others;
  }

  /** Where pages come from. */
  Sources sources() {
    return sources;
  }

  /**
   * What there is of a page.
   *
   * @param started whether the agent has
   * @param drawing of it; nothing if too many different ones are asked for
   */
  record Answer(boolean started, Optional<Drawing> drawing) {}

  /** The dashboard. */
  Answer dashboard(Filter filter) {
    return draw(
        filter.isEmpty() ? "" : "all " + filter.text(),
        source -> {
          var page = Page.of(source, filter, texts);
          var title = source.view().self() + ": " + page.verdict().title();
          return Drawing.Sheet.ok(pages.dashboard(head(source, "", filter, title), page));
        });
  }

  /** All servers of a service. */
  Answer service(String name) {
    return draw(
        "service " + name,
        source ->
            source
                .balancer()
                .flatMap(b -> new Services(b).whole(name, ROWS))
                .map(block -> pages.service(head(source, "../../", Filter.NONE, name), block))
                .map(Drawing.Sheet::ok)
                .orElseGet(() -> missing(source, "../../", "service", name)));
  }

  /** Members, without groups. */
  Answer members(Filter filter) {
    return draw(
        "members " + filter.text(),
        source -> {
          var rows =
              source.view().members().stream()
                  .map(m -> new MemberRow(m, m.name().equals(source.view().self()), source.now()))
                  .filter(m -> filter.takes(m.searched()))
                  .sorted(MemberRow.WORST_FIRST)
                  .toList();
          return Drawing.Sheet.ok(
              pages.members(
                  head(source, "../", filter, "members"), Fold.whole("members", rows, ROWS, "")));
        });
  }

  /** One member. */
  Answer member(String name) {
    return draw(
        "member " + name,
        source ->
            source
                .view()
                .member(name)
                .map(
                    m ->
                        pages.member(
                            head(source, "../../", Filter.NONE, name), new MemberPage(source, m)))
                .map(Drawing.Sheet::ok)
                .orElseGet(() -> missing(source, "../../", "member", name)));
  }

  private Drawing.Sheet missing(PageSource source, String root, String what, String name) {
    return new Drawing.Sheet(404, pages.missing(head(source, root, Filter.NONE, what), what, name));
  }

  private static Head head(PageSource source, String root, Filter filter, String title) {
    return new Head(source, VisibleText.text(title), root, filter);
  }

  private Answer draw(String key, Function<PageSource, Drawing.Sheet> sheet) {
    var from = sources;
    return from.pulse()
        .map(pulse -> new Answer(true, drawings.get(key, pulse, () -> sheet.apply(from.take()))))
        .orElse(new Answer(false, Optional.empty()));
  }
}
