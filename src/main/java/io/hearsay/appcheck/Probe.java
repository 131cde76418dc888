package io.hearsay.appcheck;

import io.vertx.core.Future;

/** A way to check the application once. */
interface Probe {
  /** Succeeds if the application is healthy, otherwise fails with a message for an operator. */
  Future<Void> ask();

  /** Aborts a check whose result is no longer needed. */
  default void close() {}
}
