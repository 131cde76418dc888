package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event as the page's log shows it.
 *
 * @param number grows by one with each event since the start
 * @param type as in the stream of events
 * @param subject the member, the event's name or HAProxy
 * @param detail what happened to it, may be empty
 */
public record LogLine(long number, Instant at, String type, String subject, String detail)
    implements TemplateFields {
  @Override
  public Optional<Object> field(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "number" -> number;
          case "type" -> type;
          case "subject" -> subject;
          case "detail" -> detail;
          case "time" -> time();
          case "iso" -> iso();
          default -> null;
        });
  }

  /** What a filter looks at. */
  String searched() {
    return Filter.searched(List.of("type:" + type, subject, detail));
  }

  /** The time of day, UTC. */
  public String time() {
    return at.toString().substring(11, 19);
  }

  /** The instant, UTC. */
  public String iso() {
    return at.toString();
  }
}
