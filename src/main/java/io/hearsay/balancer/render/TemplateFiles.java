package io.hearsay.balancer.render;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A template's file and those that it includes, with what was found when each was read, so that
 * checking for changes only takes each file's attributes.
 *
 * <p>Included files must be in the directory of the template or below. Neither {@code ..} nor a
 * symbolic link leads out of it: a template from somebody else must not be a way to read the host's
 * files.
 */
final class TemplateFiles {
  private static final long MAX_BYTES = 1 << 20;

  /**
   * A file that was written less than this before it was read may be written again within the
   * resolution of its time stamp, so its content is compared instead.
   */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Path main;
  private final Clock clock;
  private final Map<Path, Found> found = new LinkedHashMap<>();

  /** Creates an instance without reading anything. */
  TemplateFiles(Path main, Clock clock) {
    this.main = main;
    this.clock = clock;
  }

  /**
   * A file as it was read.
   *
   * @param key the inode
   * @param content empty if it could not be read
   * @param certain whether equal attributes later mean equal content
   */
  private record Found(
      long size, FileTime modified, Object key, Optional<byte[]> content, boolean certain) {
    boolean sameAttributes(BasicFileAttributes now) {
      return certain
          && now.size() == size
          && now.lastModifiedTime().equals(modified)
          && Objects.equals(now.fileKey(), key);
    }
  }

  /** Reads the template itself. */
  String main() throws IOException {
    return text(main);
  }

  /**
   * Reads a file that the template includes.
   *
   * @param name relative to the template's directory
   */
  String included(String name) throws IOException {
    Path relative;
    try {
      relative = Path.of(name);
    } catch (InvalidPathException e) {
      throw new FileSystemException(name, null, "not a file name");
    }
    boolean climbs = false;
    for (var part : relative) {
      climbs |= part.toString().equals("..");
    }
    if (relative.isAbsolute() || climbs) {
      throw new FileSystemException(
          name, null, "included files must lie in the directory of the template or below it");
    }
    var directory = main.toAbsolutePath().getParent();
    var file = directory.resolve(relative);
    // Recorded before links are checked, so that a file that appears later is noticed.
    found.put(file, look(file));
    if (!file.toRealPath().startsWith(directory.toRealPath())) {
      throw new FileSystemException(
          name, null, "a symbolic link leads out of the template's directory");
    }
    return text(file);
  }

  private String text(Path file) throws IOException {
    var now = look(file);
    found.put(file, now);
    if (now.content().isEmpty()) {
      // Throws the reason if the file cannot be accessed.
      var size = Files.size(file);
      if (Files.isDirectory(file)) {
        throw new FileSystemException(file.toString(), null, "it is a directory");
      }
      if (size > MAX_BYTES) {
        throw new FileSystemException(file.toString(), null, "it is larger than a mebibyte");
      }
      Files.newInputStream(file).close();
      throw new FileSystemException(file.toString(), null, "it cannot be read");
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(now.content().get()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new FileSystemException(file.toString(), null, "it is not UTF-8");
    }
  }

  private Found look(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Optional<byte[]> content =
          attributes.isRegularFile() && attributes.size() <= MAX_BYTES
              ? Optional.of(Files.readAllBytes(file))
              : Optional.empty();
      var calm = clock.instant().minus(FRESH);
      return new Found(
          attributes.size(),
          attributes.lastModifiedTime(),
          attributes.fileKey(),
          content,
          attributes.lastModifiedTime().toInstant().isBefore(calm));
    } catch (IOException e) {
      return new Found(-1, FileTime.fromMillis(0), "", Optional.empty(), false);
    }
  }

  /** The current files, if any of them has changed since it was read. */
  Optional<TemplateFiles> changed() {
    var now = new TemplateFiles(main, clock);
    boolean differs = false;
    for (var entry : found.entrySet()) {
      var latest = latest(entry.getKey(), entry.getValue());
      differs |= !sameContent(latest, entry.getValue());
      now.found.put(entry.getKey(), latest);
    }
    if (!differs) {
      // Attributes that are certain by now save the next comparison.
      found.putAll(now.found);
    }
    return differs ? Optional.of(now) : Optional.empty();
  }

  private Found latest(Path file, Found before) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return before.sameAttributes(attributes) ? before : look(file);
    } catch (IOException e) {
      return look(file);
    }
  }

  private static boolean sameContent(Found a, Found b) {
    return a.content().isPresent() == b.content().isPresent()
        && (a.content().isEmpty() || Arrays.equals(a.content().get(), b.content().get()));
  }

  /** Whether these are the same files with the same content. */
  boolean sameAs(TemplateFiles other) {
    return found.keySet().equals(other.found.keySet())
        && found.entrySet().stream()
            .allMatch(e -> sameContent(e.getValue(), other.found.get(e.getKey())));
  }
}
