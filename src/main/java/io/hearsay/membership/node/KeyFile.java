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
 * Updates the keyring file in a key rotation: a new file is written beside it, readable by its
 * owner only, forced to disk, and renamed over it. Blocks, so not for an event loop.
 */
final class KeyFile {
  private final Path file;

  KeyFile(Path file) {
    this.file = file;
  }

  /** Whether it is Serf's list, which Serf must still be able to read. */
  private boolean isJson() throws IOException {
    return Files.exists(file) && Files.readString(file).stripLeading().startsWith("[");
  }

  /**
   * Replaces the keys, keeping the format of the file.
   *
   * @throws IOException if the file cannot be written; it is unchanged then
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
