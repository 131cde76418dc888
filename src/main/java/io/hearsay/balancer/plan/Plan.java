package io.hearsay.balancer.plan;

import io.hearsay.balancer.plan.ConfigText.ServerLine;
import java.util.List;

/** How to bring HAProxy from one configuration to another. */
public sealed interface Plan {

  /** There is nothing to do: the configurations are the same. */
  record Nothing() implements Plan {}

  /**
   * Changes at run time: only servers differ, in ways that a running HAProxy can follow.
   *
   * @param changes none if the texts differ only in what HAProxy does not read, such as comments
   */
  record Runtime(List<Change> changes) implements Plan {
    public Runtime {
      changes = List.copyOf(changes);
    }
  }

  /**
   * A reload.
   *
   * @param detail the reason in words, for the log and the API
   */
  record Reload(ReloadReason reason, String detail) implements Plan {}

  /** A change of one server. */
  sealed interface Change {
    /** The backend's name. */
    String backend();

    /**
     * A new server.
     *
     * @param cookie whether HAProxy must derive a cookie from its address
     */
    record Add(String backend, ServerLine server, boolean cookie) implements Change {
      /** A new server without such a cookie. */
      public Add(String backend, ServerLine server) {
        this(backend, server, false);
      }
    }

    /** A removed server. */
    record Remove(String backend, ServerLine server) implements Change {}

    /** A server whose address, weight or state differs. */
    record Modify(String backend, ServerLine before, ServerLine after) implements Change {}
  }
}
