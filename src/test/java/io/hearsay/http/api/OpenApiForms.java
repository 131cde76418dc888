package io.hearsay.http.api;

import static io.hearsay.http.api.OpenApiSchemas.type;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What the declarations of the resources do not say. */
final class OpenApiForms {
  private static final int MAX_PAYLOAD = 512;

  private OpenApiForms() {}

  /** A parameter of a path or a query, by name. */
  static JsonObject parameter(String name) {
    return switch (name) {
      case "name", "service", "from", "to", "Last-Event-ID" -> type("string").put("minLength", 1);
      case "millis" -> type("integer").put("minimum", 1).put("maximum", 60_000);
      case "type", "node", "tag" -> type("array").put("items", type("string"));
      case "relay" -> type("integer").put("minimum", 0).put("maximum", 5);
      case "prune", "force", "coalesce", "ack" -> type("boolean").put("default", false);
      default -> throw new AssertionError("no form for the parameter " + name);
    };
  }

  /** A payload that travels by gossip. */
  static JsonObject payload() {
    return type("string").put("maxLength", MAX_PAYLOAD);
  }

  /** A body that is parsed by hand. */
  static JsonObject body(String call) {
    return switch (call) {
      case "PUT /v1/agent/tags" ->
          object()
              .put(
                  "properties",
                  new JsonObject()
                      .put("set", type("object").put("additionalProperties", type("string")))
                      .put("delete", type("array").put("items", type("string")))
                      .put("force", type("boolean").put("default", false)));
      case "POST /v1/agent/join" ->
          object("seeds")
              .put(
                  "properties",
                  new JsonObject()
                      .put(
                          "seeds",
                          type("array")
                              .put(
                                  "items",
                                  type("string")
                                      .put("examples", new JsonArray().add("host:7946")))));
      case "POST /v1/agent/drain" ->
          object("on")
              .put(
                  "properties",
                  new JsonObject()
                      .put("on", type("boolean"))
                      .put("wait", type("boolean").put("default", false))
                      .put("maintenance", type("boolean").put("default", false)));
      case "PUT /v1/agent/log" ->
          object("level")
              .put(
                  "properties",
                  new JsonObject()
                      .put(
                          "level",
                          type("string")
                              .put(
                                  "enum",
                                  new JsonArray(List.of("error", "warn", "info", "debug")))));
      case "POST /v1/keys" ->
          object("op", "key")
              .put(
                  "properties",
                  new JsonObject()
                      .put(
                          "op",
                          type("string")
                              .put("enum", new JsonArray(List.of("install", "use", "remove"))))
                      .put("key", type("string")));
      default -> throw new AssertionError("no form for the body of " + call);
    };
  }

  /** The status of a call that succeeds. */
  static String status(String call) {
    return switch (call) {
      case "POST /v1/agent/leave", "POST /v1/proxy/reload", "POST /v1/events/{name}" -> "202";
      case "DELETE /v1/agent/members/{name}" -> "204";
      default -> "200";
    };
  }

  /** An answer whose type the declaration does not say; empty if there is no body. */
  static Optional<JsonObject> answer(String call, OpenApiSchemas schemas) {
    return switch (call) {
      case "GET /v1/proxy/config", "GET /v1/events" -> Optional.of(type("string"));
      case "POST /v1/proxy/reload" -> Optional.of(schemas.of(ProxyJson.class));
      case "POST /v1/agent/leave" ->
          Optional.of(
              type("object")
                  .put(
                      "properties",
                      new JsonObject()
                          .put("leaving", type("boolean"))
                          .put("pid", type("integer").put("minimum", 1)))
                  .put("required", new JsonArray(List.of("leaving", "pid"))));
      case "POST /v1/events/{name}", "DELETE /v1/agent/members/{name}" -> Optional.empty();
      case "GET /v1/sd/prometheus" ->
          Optional.of(
              type("array")
                  .put(
                      "items",
                      type("object")
                          .put(
                              "properties",
                              new JsonObject()
                                  .put("targets", type("array").put("items", type("string")))
                                  .put(
                                      "labels",
                                      type("object").put("additionalProperties", type("string"))))
                          .put("required", new JsonArray(List.of("targets", "labels")))));
      case "GET /v1/proxy/history" -> Optional.of(history());
      default -> throw new AssertionError("no form for the answer of " + call);
    };
  }

  private static JsonObject history() {
    var slots = type("array").put("items", type("integer").put("minimum", -1));
    var figures =
        type("object")
            .put(
                "properties",
                new JsonObject().put("requests", slots).put("errors", slots).put("sessions", slots))
            .put("required", new JsonArray(List.of("requests", "errors", "sessions")));
    var byName = type("object").put("additionalProperties", figures);
    return type("object")
        .put(
            "properties",
            new JsonObject()
                .put("end", type("string").put("format", "date-time"))
                .put("stepSeconds", type("integer"))
                .put("services", byName)
                .put("servers", byName))
        .put("required", new JsonArray(List.of("stepSeconds", "services")));
  }

  /** Unknown fields are refused. */
  private static JsonObject object(String... required) {
    var object = type("object").put("additionalProperties", false);
    return required.length == 0 ? object : object.put("required", new JsonArray(List.of(required)));
  }
}
