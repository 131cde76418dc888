package io.hearsay.http.ui;

import io.hearsay.balancer.ProxyStatus;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * HAProxy on the page; {@link ProxyStatus} describes the figures.
 *
 * @param now when the page was drawn
 */
public record ProxyPanel(ProxyStatus status, Instant now) implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "state" -> state();
          case "revision" -> revision();
          case "appliedRevision" -> appliedRevision();
          case "method" -> status.method().name().toLowerCase(Locale.ROOT);
          case "reason" -> VisibleText.text(status.reason());
          case "applied" -> status.lastApplied().isPresent();
          case "lastApplied" -> DisplayTime.of(status.lastApplied().orElse(now), now);
          case "reloads" -> status.reloads();
          case "runtimeChanges" -> status.runtimeChanges();
          case "failures" -> status.failures();
          case "rejected" -> status.rejected();
          case "oldProcesses" -> status.oldProcesses();
          case "pid" -> status.pid();
          case "answering" -> status.answering();
          case "error" -> error();
          case "version" -> status.version();
          default -> null;
        });
  }

  static ProxyPanel of(ProxyStatus status, Instant now) {
    return new ProxyPanel(status, now);
  }

  /**
   * The overall state in one word, also a class of the style sheet: {@code current}, {@code
   * behind}, {@code broken}.
   */
  String state() {
    boolean silent = status.driven() && !status.answering();
    boolean broken = status.lastError().isPresent() || silent;
    return broken ? "broken" : status.current() ? "current" : "behind";
  }

  /** The newest revision. */
  long revision() {
    return status.revision();
  }

  /** The revision that HAProxy runs with. */
  long appliedRevision() {
    return status.appliedRevision();
  }

  /** The last error; empty if there is none. */
  String error() {
    return VisibleText.text(status.lastError().orElse(""));
  }
}
