package io.hearsay.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A session of its own for a program: Ctrl-C in a terminal and the death of the sidecar do not
 * reach it, and whatever it leaves behind can be found. Java cannot do anything between fork and
 * exec, so another program has to begin: {@code setsid} of util-linux or busybox, or, on images
 * that have neither, our own binary, which becomes the program at once. On a JVM that would take
 * longer than it is worth.
 */
public final class OwnSession {
  /** The word after our own binary's name; not a command for people. */
  public static final String WORD = "--in-own-session";

  /** As a shell says that a program cannot be run. */
  private static final int NOT_EXECUTABLE = 126;

  private OwnSession() {}

  /** What to start a program below; empty if there is no way. */
  public static List<String> prefix() {
    var setsid = Programs.find("setsid");
    if (setsid.isPresent()) {
      return List.of(setsid.get().toString());
    }
    return self().map(path -> List.of(path, WORD)).orElse(List.of());
  }

  private static Optional<String> self() {
    // Not the name that we were started by: the file may have been replaced or removed since.
    return PosixHere.IN_IMAGE && Posix.here().isPresent()
        ? Optional.of(Path.of("/proc").resolve("" + ProcessHandle.current().pid()) + "/exe")
        : Optional.empty();
  }

  /**
   * Does what the prefix asks for, if it is there: then this process becomes another program, or
   * ends with the code of a shell that cannot start one.
   *
   * @return the exit code if that failed, nothing if it was not asked for
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
