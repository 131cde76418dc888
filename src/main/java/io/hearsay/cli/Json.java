package io.hearsay.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;

/**
 * JSON for the commands, read and written by Vert.x' own codec. The one that Quarkus puts in its
 * place binds values to classes, which a command does not need, and takes longer to make than the
 * call to the agent.
 */
final class Json {
  private static final JacksonCodec CODEC = new JacksonCodec();

  private Json() {}

  /**
   * The object that a text is.
   *
   * @throws DecodeException if it is none
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
