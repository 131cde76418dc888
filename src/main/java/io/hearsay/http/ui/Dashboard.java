package io.hearsay.http.ui;

import io.hearsay.text.VisibleText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/** Draws the pages. */
@Singleton
class Dashboard {
  /** Maximum number of rows on a page of their own; others can be found with the filter. */
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

  /** Sets what to draw from; for tests with clusters that no machine could run. */
  void show(Sources others) {
    sources = others;
  }

  /** What pages are drawn from. */
  Sources sources() {
    return sources;
  }

  /**
   * The result of a request for a page.
   *
   * @param started whether the agent has started
   * @param drawing of the page; empty if too many different pages are requested
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

  /** The page of a service with all its servers. */
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

  /** The page of members, without groups. */
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

  /** The page of a member. */
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
