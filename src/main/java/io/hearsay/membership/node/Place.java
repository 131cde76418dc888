package io.hearsay.membership.node;

import io.hearsay.membership.wire.Printable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Whether the local member has its place among the others: let in, taken for one of theirs, and
 * able to hear them. A place that belongs to another process of the name is lost for good, and this
 * process has to end: what would stay is neither seen nor told anything, and does not know it.
 * Changed on the cluster's context, read from any thread.
 */
final class Place {
  /** Longer than an older process of the name takes to stop in good order. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger("hearsay.cluster");

  private final String name;
  private final VertxTimers timers;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private volatile String refusal = "";
  private volatile String trouble = "";
  private String logged = "";
  private long refusedSince;

  Place(String name, VertxTimers timers) {
    this.name = name;
    this.timers = timers;
  }

  /** The others take it otherwise than before; empty: well. Says so when that is news. */
  void troubled(String reason) {
    if (reason.isEmpty() && !trouble.isEmpty()) {
      LOG.infof("%s is well among the others again", name);
    } else if (!reason.isEmpty() && trouble.isEmpty()) {
      LOG.warnf("%s: %s", name, reason);
    }
    trouble = reason;
  }

  /** A member does not let this one in; with others it may have a place all the same. */
  void refused(String reason, boolean joined) {
    if (refusal.isEmpty()) {
      refusedSince = timers.millis();
    }
    refusal = reason;
    if (!reason.equals(logged)) {
      LOG.errorf("not let in: %s", Printable.of(reason));
      logged = reason;
    }
    if (!joined && timers.millis() - refusedSince > PATIENCE.toMillis()) {
      lose(reason);
    }
  }

  /** It was let in. */
  void accepted() {
    if (!lost.isDone()) {
      refusal = "";
    }
  }

  /** It belongs to another process from now on. */
  void lose(String reason) {
    if (lost.complete(reason)) {
      refusal = reason;
      LOG.errorf("%s: this one ends", reason);
    }
  }

  /** Why it has none, for an operator; empty: it has. */
  String refusal() {
    return refusal.isEmpty() ? trouble : refusal;
  }

  /** Completes with the reason when it is lost for good. */
  CompletionStage<String> lost() {
    return lost.minimalCompletionStage();
  }
}
