package io.hearsay.balancer;

import io.hearsay.balancer.model.Catalog;
import io.hearsay.metric.Measured;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The balancer's pipeline as the rest of the agent sees it. No method except {@link #underWay}
 * blocks.
 */
public interface Proxy {
  /** The status of the pipeline. */
  ProxyStatus status();

  /** The durations of the pipeline. */
  List<Measured> durations();

  /** The text that HAProxy runs with, if one has been applied. */
  Optional<String> appliedConfig();

  /** The last change of that text, and a text that was refused. */
  ConfigTexts texts();

  /** The wanted catalog; empty before the first view. */
  Catalog catalog();

  /**
   * Requests a reload even if nothing has changed.
   *
   * @param reason appears in the log, the API and the metrics
   */
  void reload(String reason);

  /**
   * Whether HAProxy sends a member no new requests: neither with the configuration that was applied
   * last nor with the wanted one, which may be about to be applied.
   *
   * @param member its name
   */
  boolean withdrawn(String member);

  /**
   * Notifies when a member is {@link #withdrawn}, immediately if it is.
   *
   * @param member its name
   * @return completes on the pipeline's thread, which must not be blocked, or on the caller's; may
   *     be cancelled
   */
  CompletableFuture<Void> whenWithdrawn(String member);

  /**
   * How many requests and connections HAProxy has under way to a member, queued ones included.
   * Blocks for as long as HAProxy takes to answer.
   *
   * @param member its name
   * @throws IOException if HAProxy does not answer
   */
  int underWay(String member) throws IOException;
}
