package io.hearsay.http.ui;

import io.hearsay.balancer.observe.ServerStat;
import io.hearsay.text.TemplateFields;
import io.hearsay.text.VisibleText;
import java.util.Optional;

/**
 * A server as HAProxy reports it.
 *
 * @param status in HAProxy's words, {@code –} if it was not seen
 * @param level a class of the style sheet: {@code passing}, {@code failing} or {@code note}
 * @param why it is down; may be empty
 * @param backup whether it gets requests only when no other is up
 * @param sessions under way
 * @param rate sessions begun in the last second
 * @param errors since HAProxy's process began
 */
public record Live(
    String status, String level, String why, boolean backup, long sessions, long rate, long errors)
    implements TemplateFields {
  static final Live UNKNOWN = new Live("–", "note", "", false, 0, 0, 0);

  static Live of(ServerStat stat) {
    var health = stat.health();
    return new Live(
        VisibleText.text(health.status()),
        health.serves() ? "passing" : health.down() ? "failing" : "note",
        health.down() ? VisibleText.text(health.why()) : "",
        stat.place().backup(),
        stat.load().sessions(),
        stat.load().rate(),
        stat.errors().sum());
  }

  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "status" -> status;
          case "level" -> level;
          case "why" -> why;
          case "backup" -> backup;
          case "sessions" -> sessions;
          case "rate" -> rate;
          case "errors" -> errors;
          default -> null;
        });
  }
}
