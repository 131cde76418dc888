package io.hearsay.balancer.apply;

import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.diagnostics.Reasons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A file that is replaced atomically: a new text is written beside it, forced to disk, and renamed
 * over it. A kill at any step leaves either the old text or the new one.
 */
public final class ConfigFile {
  private final Path file;
  private final Path candidate;
  private final String option;

  /** HAProxy's configuration, and the files beside it. */
  ConfigFile(Path file) {
    this(file, "--haproxy-config");
  }

  /**
   * Another file that is replaced in the same way.
   *
   * @param option the option that determines its place, for messages
   */
  public ConfigFile(Path file, String option) {
    this.file = file;
    this.option = option;
    this.candidate = file.resolveSibling(file.getFileName() + ".hearsay-new");
  }

  Path path() {
    return file;
  }

  /** The file of the next text before it replaces this one. */
  Path candidate() {
    return candidate;
  }

  /** The content of the file, if it exists. */
  Optional<String> read() {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Writes the text beside the file, forced to disk. */
  public Path writeCandidate(String text) throws ApplyException {
    try {
      Files.createDirectories(file.getParent());
      // A link of that name from somebody else is removed, not followed.
      Files.deleteIfExists(candidate);
      var attributes =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));
      try (var out =
          FileChannel.open(
              candidate,
              java.util.Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              attributes)) {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      return candidate;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Replaces the file with this text. */
  void write(String text) throws ApplyException {
    writeCandidate(text);
    replace();
  }

  /** Replaces the file with the candidate. */
  public void replace() throws ApplyException {
    try {
      Files.move(candidate, file, StandardCopyOption.ATOMIC_MOVE);
      forceDirectory();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Removes the file. */
  void remove() throws ApplyException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Removes the candidate. */
  void discard() {
    try {
      Files.deleteIfExists(candidate);
    } catch (IOException e) {
      // It will be overwritten the next time.
    }
  }

  /** A rename is durable only once the directory is forced to disk. */
  private void forceDirectory() throws IOException {
    try (var directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  ApplyException unwritable(IOException e) {
    return new ApplyException(
        "cannot write "
            + file
            + " ("
            + option
            + "): "
            + Reasons.of(e)
            + "; give the sidecar a directory that it may write to",
        e);
  }
}
