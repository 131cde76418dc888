package io.hearsay.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/**
 * Files whose content is a secret. One that every user of the host can read is refused, as ssh does
 * with its keys. Where container engines mount secrets, everybody in the container may read them by
 * default, and whoever is in there is the application's own.
 */
public final class SecretFile {
  private static final List<Path> MOUNTS =
      List.of(Path.of("/run/secrets"), Path.of("/var/run/secrets"));

  private SecretFile() {}

  /**
   * Checks who can read a file.
   *
   * @throws IllegalArgumentException if everyone can; the message holds the command that mends it
   * @throws IOException if that cannot be found out
   */
  public static void check(Path file) throws IOException {
    if (MOUNTS.stream().anyMatch(file.toAbsolutePath().normalize()::startsWith)) {
      return;
    }
    if (isReadableByAll(file.toRealPath())) {
      throw new IllegalArgumentException(
          "every user of this host can read the file, which is a secret; mend it with: chmod 600 "
              + file
              + " (a secret that Kubernetes mounts: defaultMode: 0400)");
    }
  }

  /**
   * What is wrong with a file that cannot be read.
   *
   * @param file as the user gave it
   */
  public static String unreadable(String file, IOException e) {
    return e.getMessage().equals(file)
        ? "there is no such file, or it may not be read"
        : e.getMessage();
  }

  private static boolean isReadableByAll(Path file) throws IOException {
    try {
      if (!has(file, PosixFilePermission.OTHERS_READ)) {
        return false;
      }
      for (var dir = file.getParent(); dir != null; dir = dir.getParent()) {
        if (!has(dir, PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean has(Path file, PosixFilePermission permission) throws IOException {
    return Files.getPosixFilePermissions(file).contains(permission);
  }
}
