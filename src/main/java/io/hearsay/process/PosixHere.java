package io.hearsay.process;

import java.util.Optional;

/** Which implementation of {@link Posix} applies. */
final class PosixHere {
  /**
   * Whether this is a native image, being built or running. A constant in an image, where classes
   * are initialised at build time, so the binary does not contain the other implementation.
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
