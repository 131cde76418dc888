package io.hearsay.proxy;

import io.hearsay.proxy.ConfigText.ServerLine;
import java.util.List;

/** What it takes to bring HAProxy from one configuration to another. */
sealed interface Plan {

  /** They are the same. */
  record Nothing() implements Plan {}

  /** Only servers differ, in ways that a running HAProxy can follow. */
  record Runtime(List<Change> changes) implements Plan {}

  /**
   * Anything else.
   *
   * @param reason in words, for the log, the API and the metrics
   */
  record Reload(String reason) implements Plan {}

  /** A change of one server. */
  sealed interface Change {
    /** The backend's name. */
    String backend();

    /** A server that was not there. */
    record Add(String backend, ServerLine server) implements Change {}

    /** A server that is there no more. */
    record Remove(String backend, ServerLine server) implements Change {}

    /** A server that is elsewhere, or weighs or does something else. */
    record Modify(String backend, ServerLine before, ServerLine after) implements Change {}
  }
}
