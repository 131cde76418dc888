package io.hearsay.http.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** JSON schemas of the API's answers, derived from their records. */
final class OpenApiSchemas {
  /** Fields that may be null or absent; all others are always present. */
  private static final Set<String> NULLABLE =
      Set.of(
          "refusal", "rttMillis", "lastApplied", "lastError", "failure", "observedAt", "haproxy");

  private final Map<String, JsonObject> schemas = new TreeMap<>();

  /** The schemas referred to so far, by name. */
  JsonObject all() {
    return new JsonObject(new LinkedHashMap<>(schemas));
  }

  /** The schema of a type; for a record, a reference. */
  JsonObject of(Type type) {
    if (type instanceof ParameterizedType of) {
      var arguments = of.getActualTypeArguments();
      return of.getRawType() == List.class
          ? type("array").put("items", of(arguments[0]))
          : type("object").put("additionalProperties", of(arguments[1]));
    }
    if (type == String.class) {
      return type("string");
    }
    if (type == int.class || type == long.class || type == Long.class || type == Integer.class) {
      return type("integer");
    }
    if (type == double.class || type == Double.class) {
      return type("number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return type("boolean");
    }
    if (type instanceof Class<?> record && record.isRecord()) {
      return record(record);
    }
    throw new AssertionError("no schema for " + type);
  }

  private JsonObject record(Class<?> record) {
    var name = record.getSimpleName().replaceFirst("Json$", "");
    if (!schemas.containsKey(name)) {
      schemas.put(name, new JsonObject());
      var properties = new JsonObject();
      var required = new JsonArray();
      for (var component : record.getRecordComponents()) {
        properties.put(component.getName(), property(component));
        if (!NULLABLE.contains(component.getName())) {
          required.add(component.getName());
        }
      }
      schemas.put(name, type("object").put("properties", properties).put("required", required));
    }
    return new JsonObject().put("$ref", "#/components/schemas/" + name);
  }

  private JsonObject property(RecordComponent component) {
    var schema = of(component.getGenericType());
    if (!NULLABLE.contains(component.getName())) {
      return schema;
    }
    return schema.containsKey("type")
        ? schema.put("type", new JsonArray().add(schema.getString("type")).add("null"))
        : new JsonObject().put("oneOf", new JsonArray().add(schema).add(type("null")));
  }

  /** The schema of problem documents. */
  JsonObject problem() {
    schemas.putIfAbsent(
        "Problem",
        type("object")
            .put(
                "properties",
                new JsonObject()
                    .put("type", type("string"))
                    .put("title", type("string"))
                    .put("status", type("integer"))
                    .put("detail", type("string")))
            .put("required", new JsonArray(List.of("type", "title", "status", "detail"))));
    return new JsonObject().put("$ref", "#/components/schemas/Problem");
  }

  static JsonObject type(String name) {
    return new JsonObject().put("type", name);
  }
}
