package io.hearsay.supervise;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Process number 1 of a container inherits all orphans in it, and must wait for each or it stays as
 * a zombie. Neither the JVM nor a native image can: both wait only for the children that they
 * started themselves, by number, and Java has no call to wait for another. So the images of Hearsay
 * have {@code tini} as process 1 and Hearsay as its child. Where Hearsay is process 1 itself, it
 * starts the application below a tini that is made a <i>subreaper</i> ({@code -s}, prctl(2)
 * PR_SET_CHILD_SUBREAPER) if the image has one: orphans of the application then come to that one.
 */
public final class PidOne {
  private static final List<String> REAPERS =
      List.of("tini", "docker-init", "/sbin/tini", "/tini", "/usr/libexec/docker/docker-init");

  private PidOne() {}

  /** Whether this process is number 1. */
  public static boolean isThis() {
    return ProcessHandle.current().pid() == 1;
  }

  /** What to start a program below, so that its orphans are reaped; empty if there is no need. */
  static List<String> reaper() {
    return isThis()
        ? program().map(p -> List.of(p.toString(), "-s", "--")).orElse(List.of())
        : List.of();
  }

  private static Optional<Path> program() {
    return Programs.findAny(REAPERS);
  }

  /** What an operator should know, if orphans will stay as zombies. */
  public static Optional<String> warning() {
    if (!isThis() || program().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "this is process 1 of the container, and orphans of other processes will stay as zombies,"
            + " since Java cannot wait for them: put tini into the image and before hearsay"
            + " (ENTRYPOINT [\"tini\", \"--\", \"hearsay\", …]), or run the container with --init"
            + " (compose: init: true; Kubernetes: shareProcessNamespace: true)");
  }
}
