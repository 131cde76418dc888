package io.hearsay.conformance;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What two answers must have in common that differ in numbers, times and addresses only. */
final class Shape {
  private Shape() {}

  /**
   * Of JSON its fields and their types; of a problem also what it says; of other text its words.
   */
  static String of(String type, String body) {
    if (type.endsWith("json") && !body.isBlank()) {
      try {
        boolean lines = type.equals("application/x-ndjson");
        var json = Json.decodeValue(lines ? body.lines().findFirst().orElse("") : body);
        return type.contains("problem")
            ? words(((JsonObject) json).getString("detail"))
            : ofJson(json);
      } catch (DecodeException e) {
        return "no JSON: " + words(body);
      }
    }
    return switch (type) {
      // Pages, metrics and configurations differ from run to run; that there is one is enough.
      case "text/html", "text/plain", "application/openmetrics-text" ->
          body.isEmpty() ? "" : "text";
      default -> words(body);
    };
  }

  private static String ofJson(Object json) {
    return switch (json) {
      case null -> "null";
      case JsonObject object -> {
        var fields = new TreeMap<String, String>();
        object.forEach(field -> fields.put(field.getKey(), ofField(field)));
        // There only while there is something to be told.
        fields.remove("findings");
        yield fields.toString();
      }
      // Their order may be that in which they were asked; what forms there are is not.
      case JsonArray array ->
          array.stream().map(Shape::ofJson).distinct().sorted().toList().toString();
      case String text -> "string";
      case Boolean truth -> "boolean";
      case Number number -> "number";
      default -> json.getClass().getSimpleName();
    };
  }

  /** Counters, and what drifts for a moment, come and go with what has happened. */
  private static String ofField(Map.Entry<String, Object> field) {
    return switch (field.getKey()) {
      case "protocol" -> "{}";
      case "drift" -> "[]";
      default -> ofJson(field.getValue());
    };
  }

  /** A text without what differs from run to run: numbers, identifiers, the time. */
  static String words(String text) {
    return text.replaceAll("(?m)^id:[0-9a-z]+-", "id:START-")
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "UUID")
        .replaceAll("(?<![A-Za-z])[A-Za-z0-9+/]{43}=", "KEY")
        .replaceAll("\\b[0-9a-f]{8,16}\\b", "HEX")
        .replaceAll("[0-9]+", "0")
        .lines()
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .trim();
  }
}
