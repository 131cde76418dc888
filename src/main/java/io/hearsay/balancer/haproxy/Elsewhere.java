package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Another place for the admin socket when the run directory takes none: a HAProxy that serves and
 * is led through a socket in an odd place is better than none. The configuration goes to it on its
 * standard input, since its file may lie in the same directory.
 *
 * @param socket in a directory that is new and ours alone
 */
public record Elsewhere(Path socket) {
  /** Whether a directory takes new files. */
  public static boolean isWritable(Path directory) {
    try {
      Files.delete(Files.createTempFile(directory, "new-", ".probe"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A new one.
   *
   * @throws IOException if there is no place at all
   */
  public static Elsewhere find() throws IOException {
    var reason = new IOException("there is no directory for the admin socket");
    for (var place : List.of(System.getProperty("java.io.tmpdir", "/tmp"), "/dev/shm", "/run")) {
      try {
        return new Elsewhere(
            Files.createTempDirectory(Path.of(place), "hearsay-").resolve("haproxy.sock"));
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }
    throw reason;
  }

  /** The same configuration with the socket here. */
  public String configuration(String text, Path usual) {
    return text.replace(usual.toString() + " ", socket + " ");
  }

  /** Removes what was left there. */
  public void remove() {
    try {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(socket.getParent());
    } catch (IOException e) {
      // It is in nobody's way.
      return;
    }
  }
}
