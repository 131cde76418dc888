package io.hearsay.http.ui;

import io.hearsay.text.TemplateFields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event in the page's log.
 *
 * @param number counts up from the start
 * @param type as in the stream of events
 * @param subject the member, the name of the event, or HAProxy
 * @param detail what happened; may be empty
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

  /** The text that filters are applied to. */
  String searched() {
    return Filter.searched(List.of("type:" + type, subject, detail));
  }

  /** The time of day in UTC. */
  public String time() {
    return at.toString().substring(11, 19);
  }

  /** The instant in UTC. */
  public String iso() {
    return at.toString();
  }
}
