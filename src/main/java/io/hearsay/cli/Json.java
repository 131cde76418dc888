package io.hearsay.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;

/**
 * JSON for the commands, with Vert.x' own codec. The one that Quarkus replaces it by binds values
 * to classes, which commands do not need, and takes longer to initialise than a call to the agent.
 */
final class Json {
  private static final JacksonCodec CODEC = new JacksonCodec();

  private Json() {}

  /**
   * Parses an object.
   *
   * @throws DecodeException if the text is not an object
   */
  static JsonObject parse(String text) {
    if (CODEC.fromString(text, Object.class) instanceof JsonObject object) {
      return object;
    }
    throw new DecodeException("it is no object");
  }

  static String text(JsonObject object) {
    return CODEC.toString(object, false);
  }

  static String pretty(JsonObject object) {
    return CODEC.toString(object, true);
  }
}
