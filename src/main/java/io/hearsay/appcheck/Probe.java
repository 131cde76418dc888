package io.hearsay.appcheck;

import io.vertx.core.Future;

/** Asks the application once. */
interface Probe {
  /** Succeeds if it is well; else fails with a message for an operator. */
  Future<Void> ask();

  /** Ends what it is doing: nobody waits for the answer any more. */
  default void close() {}
}
