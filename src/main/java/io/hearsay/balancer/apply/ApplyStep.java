package io.hearsay.balancer.apply;

/**
 * The steps of an apply between which the sidecar may be killed, in their order. A test stops at
 * each of them.
 */
public enum ApplyStep {
  /** Nobody knows what HAProxy runs with from here on. */
  RECORD_REMOVED,
  /** HAProxy has the servers, the file does not. */
  CHANGED_AT_RUN_TIME,
  /** The new text lies beside the file. */
  CANDIDATE_WRITTEN,
  /** HAProxy finds it right. */
  CHECKED,
  /** The servers' health is on disk. */
  STATE_SAVED,
  /** It is on record that Hearsay wrote the new text. */
  CLAIMED,
  /** The file is the new one. */
  COMMITTED,
  /** HAProxy runs with it. */
  STARTED,
  /** The next sidecar knows it. */
  RECORDED
}
