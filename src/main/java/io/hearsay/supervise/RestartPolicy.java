package io.hearsay.supervise;

/** What to do when a process has ended by itself. */
public enum RestartPolicy {
  /** Leave it at that. */
  NO,
  /** Start it again unless it ended with 0. */
  ON_FAILURE,
  /** Start it again. */
  ALWAYS;

  /** Whether a process that ended with that code is started again. */
  boolean again(int code) {
    return this == ALWAYS || this == ON_FAILURE && code != 0;
  }
}
