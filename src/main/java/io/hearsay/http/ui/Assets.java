package io.hearsay.http.ui;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The page's files other than HTML. They are read once, and no others are served. */
@Singleton
class Assets {
  private static final int MARK_CHARACTERS = 16;

  private static final Map<String, String> TYPES =
      Map.of(
          "dashboard.css", "text/css;charset=UTF-8",
          "dashboard.js", "text/javascript;charset=UTF-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, Asset> files = new TreeMap<>();
  private final String mark;

  /** A file and its media type. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, only written out.
  record Asset(String type, byte[] content) {}

  Assets() {
    TYPES.forEach((name, type) -> files.put(name, new Asset(type, read(name))));
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      files.values().forEach(file -> hash.update(file.content()));
      mark = HexFormat.of().formatHex(hash.digest()).substring(0, MARK_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] read(String name) {
    try (var in = Assets.class.getResourceAsStream("/ui/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of this name, if there is one. */
  Optional<Asset> get(String name) {
    return Optional.ofNullable(files.get(name));
  }

  /** A mark that changes whenever a file changes. */
  String mark() {
    return mark;
  }
}
