package io.hearsay.balancer.apply;

/**
 * The steps of an apply, in order, between which the sidecar may be killed. A test stops at each of
 * them.
 */
public enum ApplyStep {
  /** From here on it is unknown what HAProxy runs with. */
  RECORD_REMOVED,
  /** HAProxy has the new servers; the file does not. */
  CHANGED_AT_RUN_TIME,
  /** The new text is beside the file. */
  CANDIDATE_WRITTEN,
  /** HAProxy has accepted it. */
  CHECKED,
  /** The servers' state is on disk. */
  STATE_SAVED,
  /** It is on record that Hearsay wrote the new text. */
  CLAIMED,
  /** The new text has replaced the file. */
  COMMITTED,
  /** HAProxy runs with the new file. */
  STARTED,
  /** It is on record what HAProxy runs with. */
  RECORDED
}
