package io.hearsay.conformance;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What two answers must have in common if only their numbers, times and addresses may differ. */
final class Shape {
  private Shape() {}

  /**
   * Of JSON the fields and their types, of a problem document also its detail, of other text the
   * words.
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
      // Pages, metrics and configurations differ from run to run; their existence is enough.
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
        // Present only while there are findings.
        fields.remove("findings");
        yield fields.toString();
      }
      // Members may be in the order in which they were asked; the set of their shapes is fixed.
      case JsonArray array ->
          array.stream().map(Shape::ofJson).distinct().sorted().toList().toString();
      case String text -> "string";
      case Boolean truth -> "boolean";
      case Number number -> "number";
      default -> json.getClass().getSimpleName();
    };
  }

  /** Counters and momentary drifts come and go with what has happened. */
  private static String ofField(Map.Entry<String, Object> field) {
    return switch (field.getKey()) {
      case "protocol" -> "{}";
      case "drift" -> "[]";
      default -> ofJson(field.getValue());
    };
  }

  /** A text without what differs from run to run: numbers, identifiers, times. */
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
