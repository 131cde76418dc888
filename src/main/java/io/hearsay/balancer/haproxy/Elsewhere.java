package io.hearsay.balancer.haproxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Another place for the admin socket if the run directory is unusable: a HAProxy that serves,
 * controlled through a socket in an unusual place, is better than none. It gets the configuration
 * on standard input, since the file may be in the same directory.
 *
 * @param socket in a new directory that only we can access
 */
public record Elsewhere(Path socket) {
  /** Whether new files can be created in a directory. */
  public static boolean isWritable(Path directory) {
    try {
      Files.delete(Files.createTempFile(directory, "new-", ".probe"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Creates a new place.
   *
   * @throws IOException if there is none
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

  /** The configuration with the socket in this place. */
  public String configuration(String text, Path usual) {
    return text.replace(usual.toString() + " ", socket + " ");
  }

  /** Removes the socket and its directory. */
  public void remove() {
    try {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(socket.getParent());
    } catch (IOException e) {
      // What is left does no harm.
      return;
    }
  }
}
