package io.hearsay.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/**
 * Files that hold a secret. One that every user of the host can read is refused, as ssh does with
 * its keys. Secrets that a container engine mounts are readable by everybody in the container by
 * default; that is accepted, since only the application's own processes run there.
 */
public final class SecretFile {
  private static final List<Path> MOUNTS =
      List.of(Path.of("/run/secrets"), Path.of("/var/run/secrets"));

  private SecretFile() {}

  /**
   * Checks who can read a file.
   *
   * @throws IllegalArgumentException if everyone can; the message contains the command that fixes
   *     it
   * @throws IOException if the permissions cannot be determined
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
   * Says why a file cannot be read.
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
