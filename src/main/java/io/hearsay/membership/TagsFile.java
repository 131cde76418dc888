package io.hearsay.membership;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file that keeps the local member's tags across restarts: a JSON object of strings, as Serf's.
 * Blocks, so not for an event loop.
 */
public final class TagsFile {
  private static final int MAX_BYTES = 65_536;
  private static final String NO_OBJECT = "it is no JSON object such as {\"role\":\"web\"}";

  /**
   * Quarkus replaces the codec of {@link JsonObject} by its own, which is not available this early.
   */
  private static final JacksonCodec CODEC = new JacksonCodec();

  private TagsFile() {}

  /**
   * Reads the tags; there are none if the file does not exist.
   *
   * @throws IOException if it cannot be read or is not such an object; the message says what is
   *     expected
   */
  public static SortedMap<String, String> read(Path file) throws IOException {
    var tags = new TreeMap<String, String>();
    if (!Files.exists(file)) {
      return tags;
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("it is too large to hold tags");
    }
    try {
      if (!(CODEC.fromString(Files.readString(file), Object.class) instanceof JsonObject json)) {
        throw new IOException(NO_OBJECT);
      }
      for (var tag : json) {
        if (!(tag.getValue() instanceof String value)) {
          throw new IOException("a tag in it is no string");
        }
        tags.put(tag.getKey(), value);
      }
    } catch (DecodeException e) {
      throw new IOException(NO_OBJECT, e);
    }
    return tags;
  }

  /** Replaces the content of the file atomically. */
  public static void write(Path file, Tags tags) throws IOException {
    var json = new JsonObject();
    tags.asMap().forEach(json::put);
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, CODEC.toString(json, true) + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
