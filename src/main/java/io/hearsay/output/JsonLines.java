package io.hearsay.output;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * One JSON object per line, with the field names of Quarkus' own JSON log: {@code timestamp},
 * {@code level}, {@code loggerName}, {@code threadName}, {@code message}, {@code stackTrace} if
 * there is one; and {@code member}, the name of this agent.
 */
final class JsonLines extends ExtFormatter {
  private final String member;

  /** Formats the log of the member of that name. */
  JsonLines(String member) {
    this.member = member;
  }

  @Override
  public String format(ExtLogRecord record) {
    var line =
        new JsonObject()
            .put(
                "timestamp",
                DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                    OffsetDateTime.ofInstant(record.getInstant(), ZoneId.systemDefault())))
            .put("level", record.getLevel().getName())
            .put("member", member)
            .put("loggerName", record.getLoggerName())
            .put("threadName", record.getThreadName())
            .put("message", formatMessage(record));
    if (record.getThrown() != null) {
      var trace = new StringWriter();
      record.getThrown().printStackTrace(new PrintWriter(trace));
      line.put("stackTrace", trace.toString());
    }
    return line.encode() + "\n";
  }
}
