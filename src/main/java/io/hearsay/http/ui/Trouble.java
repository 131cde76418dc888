package io.hearsay.http.ui;

import io.hearsay.balancer.model.LeftOut;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A problem of one server or member: it has drifted, is left out, or is held back.
 *
 * @param kind the kind of problem, in a word or two
 * @param subject the server or member
 * @param text what and why
 * @param since when it was first seen; empty if unknown
 * @param now when the page was drawn
 */
public record Trouble(
    String kind, String subject, String text, Optional<Instant> since, Instant now)
    implements TemplateFields {
  /** Maximum number shown; more are only counted. */
  static final int SHOWN = 12;

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "kind" -> kind;
          case "subject" -> VisibleText.text(subject);
          case "text" -> VisibleText.text(text);
          case "dated" -> since.isPresent();
          case "since" -> DisplayTime.of(since.orElse(now), now);
          case "key" -> VisibleText.text(kind + " " + subject + " " + text);
          default -> null;
        });
  }

  /** The text that filters are applied to. */
  String searched() {
    return Filter.searched(List.of("type:" + kind, subject, text));
  }

  /** All problems on a page. */
  static List<Trouble> of(PageSource source) {
    var now = source.now();
    var all = new ArrayList<Trouble>();
    source
        .balancer()
        .ifPresent(
            b -> {
              for (var drift : b.seen().drifts()) {
                all.add(
                    new Trouble(
                        drift.kind().label(),
                        drift.backend() + "/" + drift.server(),
                        drift.text(),
                        Optional.of(drift.since()),
                        now));
              }
              for (var held : b.status().held()) {
                all.add(
                    new Trouble(
                        "held back",
                        held,
                        "it came and went too often, and is given no requests for a while",
                        Optional.empty(),
                        now));
              }
            });
    leftOut(source)
        .forEach(
            out ->
                all.add(new Trouble("left out", out.member(), out.text(), Optional.empty(), now)));
    return all;
  }

  private static List<LeftOut> leftOut(PageSource source) {
    return source.balancer().isPresent()
        ? source.balancer().get().status().leftOut()
        : source.view().present().stream()
            .filter(m -> m.tags().role().equals("backend"))
            .map(LeftOut::of)
            .flatMap(Optional::stream)
            .toList();
  }
}
