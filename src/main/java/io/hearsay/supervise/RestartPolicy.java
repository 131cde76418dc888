package io.hearsay.supervise;

/** Whether a process that has ended by itself is started again. */
public enum RestartPolicy {
  /** Never. */
  NO,
  /** Unless its exit code was 0. */
  ON_FAILURE,
  /** Always. */
  ALWAYS;

  /** Whether a process that ended with this exit code is started again. */
  boolean again(int code) {
    return this == ALWAYS || this == ON_FAILURE && code != 0;
  }
}
