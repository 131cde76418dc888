package io.hearsay.process;

import java.util.Optional;

/** Which of the two ways is open. */
final class PosixHere {
  /**
   * Set while an image is built and when one runs. Constant in an image, since classes are
   * initialized when it is built: the other way is not in the binary.
   */
  static final boolean IN_IMAGE = System.getProperty("org.graalvm.nativeimage.imagecode") != null;

  static final Optional<Posix> CALLS = find();

  private PosixHere() {}

  private static Optional<Posix> find() {
    boolean linux = System.getProperty("os.name").equals("Linux");
    boolean wide =
        switch (System.getProperty("os.arch")) {
          case "amd64", "aarch64" -> true;
          default -> false;
        };
    if (!linux || !wide) {
      return Optional.empty();
    }
    if (IN_IMAGE) {
      return Optional.of(new ImagePosix());
    }
    return JvmPosix.open();
  }
}
