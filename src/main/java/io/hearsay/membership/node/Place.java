package io.hearsay.membership.node;

import io.hearsay.membership.wire.Printable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * The local member's standing: whether the others let it join and recognise it, and whether it can
 * hear them. If its name belongs to another process, its place is lost for good and this process
 * has to end: it would be invisible and uninformed without noticing. Written on the cluster's
 * context, read from any thread.
 */
final class Place {
  /** Longer than an older process of the same name takes to stop gracefully. */
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

  /**
   * The member's standing has changed; an empty reason means that all is well. Logs it if it is
   * news.
   */
  void troubled(String reason) {
    if (reason.isEmpty() && !trouble.isEmpty()) {
      LOG.infof("%s is well among the others again", name);
    } else if (!reason.isEmpty() && trouble.isEmpty()) {
      LOG.warnf("%s: %s", name, reason);
    }
    trouble = reason;
  }

  /** A member refuses to let this one join; others may have accepted it nevertheless. */
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

  /** A member has let this one join, which ends an earlier refusal. */
  void accepted() {
    if (!lost.isDone()) {
      refusal = "";
    }
  }

  /** Another process has the name from now on. */
  void lose(String reason) {
    if (lost.complete(reason)) {
      refusal = reason;
      LOG.errorf("%s: this one ends", reason);
    }
  }

  /** Why this member is not part of the cluster, for an operator; empty if it is. */
  String refusal() {
    return refusal.isEmpty() ? trouble : refusal;
  }

  /** Completes with the reason when the place is lost for good. */
  CompletionStage<String> lost() {
    return lost.minimalCompletionStage();
  }
}
