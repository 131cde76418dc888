package io.hearsay.process;

import java.util.List;
import java.util.Optional;

/**
 * Process number 1 of a container inherits all orphans in it, and must wait for each or it stays as
 * a zombie. Hearsay does so by itself where it can make the calls ({@link Posix}). Where it cannot,
 * it starts the application below a tini that is made a <i>subreaper</i> ({@code -s}, prctl(2)
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

  /**
   * Takes up the duties of process 1, if this is it.
   *
   * @return what an operator should know, if orphans will stay as zombies
   */
  public static Optional<String> begin() {
    if (!isThis()) {
      return Optional.empty();
    }
    if (Posix.here().isPresent()) {
      Children.reapOrphans(Posix.here().get());
      return Optional.empty();
    }
    if (Programs.findAny(REAPERS).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "this is process 1 of the container, and orphans of other processes will stay as zombies,"
            + " since the calls to wait for them cannot be made here: put tini into the image and"
            + " before hearsay (ENTRYPOINT [\"tini\", \"--\", \"hearsay\", …]), or run the container"
            + " with --init (compose: init: true; Kubernetes: shareProcessNamespace: true)");
  }

  /** What to start a program below, so that its orphans are reaped; empty if there is no need. */
  public static List<String> reaper() {
    if (!isThis() || Posix.here().isPresent()) {
      return List.of();
    }
    return Programs.findAny(REAPERS).map(p -> List.of(p.toString(), "-s", "--")).orElse(List.of());
  }
}
