package io.hearsay.http.ui;

import io.hearsay.balancer.ProxyEvent;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An apply in the page's history.
 *
 * @param number counts up from the start
 * @param at when it was done
 * @param revision of the catalog
 * @param how it reached HAProxy, or {@code failed}
 * @param text what was changed and why, or why it failed
 * @param duration empty if unknown
 */
public record ApplyRow(
    long number, Instant at, long revision, String how, String text, String duration)
    implements TemplateFields {
  private static final int MAX_TEXT = 400;

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "number" -> number;
          case "iso" -> at.toString();
          case "time" -> at.toString().substring(11, 19);
          case "revision" -> revision;
          case "how" -> how;
          case "text" -> text;
          case "duration" -> duration;
          default -> null;
        });
  }

  static ApplyRow of(long number, Instant at, ProxyEvent.Applied event) {
    return new ApplyRow(
        number,
        at,
        event.revision(),
        event.how().label(),
        VisibleText.text(event.text(), MAX_TEXT),
        event.millis() + " ms");
  }

  static ApplyRow of(long number, Instant at, ProxyEvent.Failed event) {
    return new ApplyRow(
        number, at, event.revision(), "failed", VisibleText.text(event.error(), MAX_TEXT), "");
  }

  /** The text that filters are applied to. */
  String searched() {
    return Filter.searched(List.of(how, text, "type:proxy-" + (isFailed() ? "failed" : "applied")));
  }

  private boolean isFailed() {
    return how.equals("failed");
  }
}
