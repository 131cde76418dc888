package io.hearsay.membership.node;

import io.hearsay.membership.crypto.Keyring;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Keeps the keyring's file in step with a rotation: a new one is written beside it, for its owner
 * alone, forced to the disk, and renamed over it. Blocks: not for an event loop.
 */
final class KeyFile {
  private final Path file;

  KeyFile(Path file) {
    this.file = file;
  }

  /** Whether it is Serf's list, which Serf is to read again. */
  private boolean isJson() throws IOException {
    return Files.exists(file) && Files.readString(file).stripLeading().startsWith("[");
  }

  /**
   * Replaces the keys, in the form that the file has.
   *
   * @throws IOException if the file cannot be written; then it is as it was
   */
  void write(Keyring keyring) throws IOException {
    var fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var out =
        FileChannel.open(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
      var text = isJson() ? keyring.json() : keyring.text();
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
