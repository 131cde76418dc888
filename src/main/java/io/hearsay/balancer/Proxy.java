package io.hearsay.balancer;

import io.hearsay.balancer.model.Catalog;
import io.hearsay.metric.Measured;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The balancer's pipeline as the rest of the agent sees it. All methods but {@link #underWay}
 * return at once.
 */
public interface Proxy {
  /** What is wanted, what is applied, and how. */
  ProxyStatus status();

  /** What took how long. */
  List<Measured> durations();

  /** The text that HAProxy runs with, if any was applied. */
  Optional<String> appliedConfig();

  /** The last change of that text, and one that was refused. */
  ConfigTexts texts();

  /** What is wanted, with its routes; nothing before the first view. */
  Catalog catalog();

  /**
   * Asks for a reload even if nothing changed.
   *
   * @param reason appears in the log, the API and the metrics
   */
  void reload(String reason);

  /**
   * Whether HAProxy gives a member no new requests: neither by the configuration that was applied
   * last nor by what is wanted now and may be about to be applied.
   *
   * @param member its name
   */
  boolean withdrawn(String member);

  /**
   * Tells when a member is {@link #withdrawn}: at once if it is.
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
