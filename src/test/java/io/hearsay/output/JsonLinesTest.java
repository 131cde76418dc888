package io.hearsay.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
  private final JsonLines lines = new JsonLines("web1");

  private static ExtLogRecord record(String message, Object... parameters) {
    var record =
        new ExtLogRecord(
            Level.WARN, message, ExtLogRecord.FormatStyle.PRINTF, JsonLinesTest.class.getName());
    record.setLoggerName("hearsay.proxy");
    record.setThreadName("main");
    record.setParameters(parameters);
    record.setInstant(AT);
    return record;
  }

  @Test
  void aLineIsAnObject() {
    var line = lines.format(record("%s came", "web2"));

    assertThat(line).endsWith("}\n");
    var json = new JsonObject(line);
    assertThat(OffsetDateTime.parse(json.getString("timestamp")).toInstant()).isEqualTo(AT);
    json.remove("timestamp");
    assertThat(json.encode())
        .isEqualTo(
            "{\"level\":\"WARN\",\"member\":\"web1\",\"loggerName\":\"hearsay.proxy\","
                + "\"threadName\":\"main\",\"message\":\"web2 came\"}");
  }

  @Test
  void aMultilineMessageStaysOneLine() {
    var record = record("a\nb");
    record.setThrown(new IllegalStateException("why"));

    var line = lines.format(record);

    assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    assertThat(new JsonObject(line).getString("message")).isEqualTo("a\nb");
    assertThat(new JsonObject(line).getString("stackTrace"))
        .startsWith("java.lang.IllegalStateException: why\n")
        .contains("JsonLinesTest");
  }
}
