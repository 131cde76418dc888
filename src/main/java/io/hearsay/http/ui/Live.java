package io.hearsay.http.ui;

import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.Optional;

/**
 * A server as HAProxy reports it.
 *
 * @param status in HAProxy's terms, {@code –} if it was not observed
 * @param level a class of the style sheet: {@code passing}, {@code failing} or {@code note}
 * @param check the last check
 * @param backup whether it gets requests only when no other is up
 * @param sessions under way
 * @param rate sessions begun in the last second
 * @param errors since HAProxy's process started
 */
public record Live(
    String status, String level, Check check, boolean backup, long sessions, long rate, long errors)
    implements TemplateFields {
  static final Live UNKNOWN = new Live("–", "note", new Check("", ""), false, 0, 0, 0);

  /**
   * The last check.
   *
   * @param code {@code L7OK/200}, {@code L4CON}, …; empty if there was none
   * @param why it is down; may be empty
   */
  record Check(String code, String why) {}

  static Live of(ServerStat stat) {
    var health = stat.health();
    return new Live(
        VisibleText.text(health.status()),
        health.serves() ? "passing" : health.down() ? "failing" : "note",
        new Check(
            health.down() ? "" : VisibleText.text(health.check()),
            health.down() ? VisibleText.text(health.why()) : ""),
        stat.place().backup(),
        stat.load().sessions(),
        stat.load().rate(),
        stat.errors().sum());
  }

  /** Why it is down; may be empty. */
  String why() {
    return check.why();
  }

  /** Whether HAProxy has reported it. */
  boolean isKnown() {
    return this != UNKNOWN;
  }

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "status" -> status;
          case "level" -> level;
          case "check" -> check.code();
          case "why" -> why();
          case "backup" -> backup;
          case "sessions" -> sessions;
          case "rate" -> rate;
          case "errors" -> errors;
          default -> null;
        });
  }
}
