package io.hearsay.supervise;

/** What to do when a process has ended by itself. */
public enum RestartPolicy {
  /** Leave it at that. */
  NO,
  /** Start it again unless it ended with 0. */
  ON_FAILURE,
  /** Start it again. */
  ALWAYS;

  /**
   * The policy of that name.
   *
   * @throws IllegalArgumentException that names those there are
   */
  public static RestartPolicy named(String text) {
    return switch (text) {
      case "no" -> NO;
      case "on-failure" -> ON_FAILURE;
      case "always" -> ALWAYS;
      default -> throw new IllegalArgumentException("there are no, on-failure and always");
    };
  }

  /** Whether a process that ended with that code is started again. */
  boolean again(int code) {
    return this == ALWAYS || this == ON_FAILURE && code != 0;
  }
}
