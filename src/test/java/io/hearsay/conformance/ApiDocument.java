package io.hearsay.conformance;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares answers with docs/openapi.json. */
final class ApiDocument {
  private final JsonObject document;
  private final List<String> wrong = new ArrayList<>();

  ApiDocument() throws IOException {
    document = new JsonObject(Files.readString(Path.of("docs/openapi.json")));
  }

  /**
   * How an answer other than an error differs from the document; empty if it does not.
   *
   * @param request method and path
   */
  List<String> differences(String request, int status, String type, String body) {
    wrong.clear();
    var words = request.split("[ ?]", -1);
    if (words[1].startsWith("/v1/") && status / 100 == 2) {
      boolean head = words[0].equals("HEAD");
      answer(
          operation(head ? "get" : words[0].toLowerCase(Locale.ROOT), words[1]),
          status,
          type,
          head ? "" : body);
    }
    return List.copyOf(wrong);
  }

  private JsonObject operation(String verb, String path) {
    var paths = document.getJsonObject("paths");
    for (var template : paths.fieldNames()) {
      if (path.matches(template.replaceAll("\\{\\w+}", "[^/]+"))) {
        return paths.getJsonObject(template).getJsonObject(verb, new JsonObject());
      }
    }
    return new JsonObject();
  }

  private void answer(JsonObject operation, int status, String type, String body) {
    var response =
        operation.getJsonObject("responses", new JsonObject()).getJsonObject("" + status);
    if (response == null) {
      wrong.add("is not documented with " + status);
      return;
    }
    var content = response.getJsonObject("content", new JsonObject());
    if (type.isEmpty() && content.isEmpty()) {
      return;
    }
    if (!content.containsKey(type)) {
      wrong.add("is not documented as " + type);
      return;
    }
    var schema = content.getJsonObject(type).getJsonObject("schema");
    if (type.equals("application/json") && !body.isEmpty()) {
      value("answer", schema, Json.decodeValue(body));
    } else if (type.equals("application/x-ndjson")) {
      body.lines().forEach(line -> value("line", schema, Json.decodeValue(line)));
    }
  }

  private void value(String at, JsonObject schema, Object value) {
    if (schema.containsKey("$ref")) {
      var name = schema.getString("$ref").replace("#/components/schemas/", "");
      value(
          at,
          document.getJsonObject("components").getJsonObject("schemas").getJsonObject(name),
          value);
    } else if (schema.containsKey("oneOf")) {
      if (value != null) {
        value(at, schema.getJsonArray("oneOf").getJsonObject(0), value);
      }
    } else if (!types(schema).contains(type(value))) {
      wrong.add(at + " is " + value + ", documented as " + schema.getValue("type"));
    } else if (value instanceof JsonObject object) {
      object(at, schema, object);
    } else if (value instanceof JsonArray array) {
      array.forEach(each -> value(at + "[]", schema.getJsonObject("items"), each));
    }
  }

  private void object(String at, JsonObject schema, JsonObject object) {
    var properties = schema.getJsonObject("properties", new JsonObject());
    for (var name : schema.getJsonArray("required", new JsonArray())) {
      if (!object.containsKey((String) name)) {
        wrong.add(at + "." + name + " is missing");
      }
    }
    for (var name : object.fieldNames()) {
      var of =
          properties.containsKey(name)
              ? properties.getJsonObject(name)
              : schema.getJsonObject("additionalProperties");
      if (of == null) {
        wrong.add(at + "." + name + " is not documented");
      } else {
        value(at + "." + name, of, object.getValue(name));
      }
    }
  }

  private static List<String> types(JsonObject schema) {
    return schema.getValue("type") instanceof JsonArray several
        ? several.stream().map(String.class::cast).toList()
        : List.of(schema.getString("type"));
  }

  private static String type(Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "string";
      case Boolean flag -> "boolean";
      case Integer number -> "integer";
      case Long number -> "integer";
      case Number number -> "number";
      case JsonArray array -> "array";
      default -> "object";
    };
  }
}
