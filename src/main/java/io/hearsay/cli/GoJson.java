package io.hearsay.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;

/** JSON formatted like Go's {@code MarshalIndent}, for scripts that read lines. */
final class GoJson {
  private static final JacksonCodec CODEC = new JacksonCodec();
  private static final String STEP = "  ";

  private GoJson() {}

  static String text(Object value) {
    var out = new StringBuilder();
    write(value, "\n", out);
    return out.toString();
  }

  private static void write(Object value, String line, StringBuilder out) {
    switch (value) {
      case JsonObject object when !object.isEmpty() -> {
        var before = "{";
        for (var field : object) {
          out.append(before).append(line).append(STEP);
          out.append(scalar(field.getKey())).append(": ");
          write(field.getValue(), line + STEP, out);
          before = ",";
        }
        out.append(line).append('}');
      }
      case JsonArray array when !array.isEmpty() -> {
        var before = "[";
        for (var element : array) {
          out.append(before).append(line).append(STEP);
          write(element, line + STEP, out);
          before = ",";
        }
        out.append(line).append(']');
      }
      case null -> out.append("null");
      default -> out.append(scalar(value));
    }
  }

  private static String scalar(Object value) {
    return CODEC
        .toString(value, false)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }
}
