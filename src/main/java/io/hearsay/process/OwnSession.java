package io.hearsay.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A session of its own for a program: Ctrl-C in a terminal and the death of the sidecar do not
 * reach it, and whatever it leaves behind can be found. Java cannot run code between fork and exec,
 * so another program has to be started first: {@code setsid} of util-linux or busybox or, on images
 * that have neither, our own binary, which then replaces itself by the program. On a JVM that would
 * take longer than it is worth.
 */
public final class OwnSession {
  /** The internal command of our own binary; not meant for users. */
  public static final String WORD = "--in-own-session";

  /** The exit code of a shell for a program that cannot be run. */
  private static final int NOT_EXECUTABLE = 126;

  private OwnSession() {}

  /** The command line to put before a program; empty if there is none that works. */
  public static List<String> prefix() {
    var setsid = Programs.find("setsid");
    if (setsid.isPresent()) {
      return List.of(setsid.get().toString());
    }
    return self().map(path -> List.of(path, WORD)).orElse(List.of());
  }

  private static Optional<String> self() {
    // Not the path we were started by: that file may have been replaced or removed since.
    return PosixHere.IN_IMAGE && Posix.here().isPresent()
        ? Optional.of(Path.of("/proc").resolve("" + ProcessHandle.current().pid()) + "/exe")
        : Optional.empty();
  }

  /**
   * Acts on the prefix, if the arguments begin with it: this process then becomes another program
   * or, if that fails, ends with the exit code a shell would use.
   *
   * @return the exit code if that failed; empty if the arguments do not ask for it
   */
  public static Optional<Integer> become(String... arguments) {
    if (arguments.length < 2 || !arguments[0].equals(WORD) || !PosixHere.IN_IMAGE) {
      return Optional.empty();
    }
    Posix.here()
        .ifPresent(
            posix -> posix.becomeInOwnSession(List.of(arguments).subList(1, arguments.length)));
    return Optional.of(NOT_EXECUTABLE);
  }
}
