package io.hearsay.balancer.plan;

import io.hearsay.balancer.plan.ConfigText.ServerLine;
import java.util.List;

/** What it takes to bring HAProxy from one configuration to another. */
public sealed interface Plan {

  /** They are the same. */
  record Nothing() implements Plan {}

  /**
   * Only servers differ, in ways that a running HAProxy can follow.
   *
   * @param changes none if the texts differ in what HAProxy does not read, such as comments
   */
  record Runtime(List<Change> changes) implements Plan {
    public Runtime {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Anything else.
   *
   * @param detail in words, for the log and the API
   */
  record Reload(ReloadReason reason, String detail) implements Plan {}

  /** A change of one server. */
  sealed interface Change {
    /** The backend's name. */
    String backend();

    /**
     * A server that was not there.
     *
     * @param cookie whether HAProxy is to make a cookie of its address
     */
    record Add(String backend, ServerLine server, boolean cookie) implements Change {
      /** One without a cookie of its address. */
      public Add(String backend, ServerLine server) {
        this(backend, server, false);
      }
    }

    /** A server that is there no more. */
    record Remove(String backend, ServerLine server) implements Change {}

    /** A server that is elsewhere, or weighs or does something else. */
    record Modify(String backend, ServerLine before, ServerLine after) implements Change {}
  }
}
