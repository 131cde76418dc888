package io.hearsay.http.api;

import io.hearsay.balancer.observe.History;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of {@code GET /v1/proxy/history}, written by hand: in the native binary a serializer
 * would not support arrays within maps.
 */
final class HistoryJson {
  private HistoryJson() {}

  /** All services. */
  static JsonObject of(History history) {
    return history
        .services()
        .map(all -> head(all.end()).put("services", byName(all.services())))
        .orElseGet(
            () ->
                new JsonObject()
                    .put("stepSeconds", History.STEP_SECONDS)
                    .put("services", new JsonObject()));
  }

  /** One service with its servers; empty if there is no history of it. */
  static Optional<JsonObject> of(History history, String service) {
    return history
        .service(service)
        .map(
            one ->
                head(one.end())
                    .put("services", byName(Map.of(service, one.service())))
                    .put("servers", byName(one.servers())));
  }

  private static JsonObject head(Instant end) {
    return new JsonObject().put("end", end.toString()).put("stepSeconds", History.STEP_SECONDS);
  }

  private static JsonObject byName(Map<String, History.Figures> all) {
    var json = new JsonObject();
    all.forEach(
        (name, figures) ->
            json.put(
                name,
                new JsonObject()
                    .put("requests", array(figures.requests()))
                    .put("errors", array(figures.errors()))
                    .put("sessions", array(figures.sessions()))));
    return json;
  }

  private static JsonArray array(int[] values) {
    return new JsonArray(Arrays.stream(values).boxed().toList());
  }
}
