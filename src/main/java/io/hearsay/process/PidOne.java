package io.hearsay.process;

import java.util.List;
import java.util.Optional;

/**
 * Process 1 of a container inherits all orphans in it and must wait for each, or they remain as
 * zombies. Hearsay does so itself where it can make the calls ({@link Posix}). Where it cannot, it
 * starts the application below tini as a <i>subreaper</i> ({@code -s}, prctl(2)
 * PR_SET_CHILD_SUBREAPER), if the image has tini, which then inherits the application's orphans.
 */
public final class PidOne {
  private static final List<String> REAPERS =
      List.of("tini", "docker-init", "/sbin/tini", "/tini", "/usr/libexec/docker/docker-init");

  private PidOne() {}

  /** Whether this is process 1. */
  public static boolean isThis() {
    return ProcessHandle.current().pid() == 1;
  }

  /**
   * Assumes the duties of process 1 if this is it.
   *
   * @return a warning for the operator if orphans will remain as zombies
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

  /**
   * The command line to put before a program so that its orphans are reaped; empty if none is
   * needed.
   */
  public static List<String> reaper() {
    if (!isThis() || Posix.here().isPresent()) {
      return List.of();
    }
    return Programs.findAny(REAPERS).map(p -> List.of(p.toString(), "-s", "--")).orElse(List.of());
  }
}
