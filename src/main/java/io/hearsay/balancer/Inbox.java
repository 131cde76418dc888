package io.hearsay.balancer;

import io.hearsay.balancer.plan.Plan;
import io.hearsay.membership.ClusterView;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What other threads have for the pipeline. Of views and of reloads that were asked for only the
 * newest counts. The methods return at once; thread-safe.
 */
final class Inbox {
  private final Runnable wake;
  private final AtomicReference<Arrival> newest = new AtomicReference<>(Arrival.NONE);
  private final AtomicReference<Plan.Reload> forced = new AtomicReference<>();

  private final AtomicReference<Correcting.Found> drift = new AtomicReference<>();

  /** A HAProxy of ours has ended: the next step looks, not the next tick. */
  private volatile boolean ended;

  /** A view, and when it came by {@link System#nanoTime}. */
  private record Arrival(ClusterView view, long at) {
    static final Arrival NONE = new Arrival(null, 0);
  }

  /**
   * An empty one.
   *
   * @param wake makes the pipeline take its next step now; called from any thread
   */
  Inbox(Runnable wake) {
    this.wake = wake;
  }

  void submit(ClusterView view) {
    newest.set(new Arrival(view, System.nanoTime()));
    wake.run();
  }

  /** Asks for a reload, and wakes the pipeline for it. */
  void ask(Plan.Reload reload) {
    forced.set(reload);
    wake.run();
  }

  /** HAProxy has something else than it was given. */
  void drifted(Correcting.Found found) {
    drift.set(found);
    wake.run();
  }

  /** What has drifted since this was last asked. */
  Optional<Correcting.Found> takeDrift() {
    return Optional.ofNullable(drift.getAndSet(null));
  }

  void haproxyEnded() {
    ended = true;
    wake.run();
  }

  /** The newest view, {@code null} before the first one. */
  ClusterView newest() {
    return newest.get().view();
  }

  /** When the newest view came, by {@link System#nanoTime}. */
  long newestAt() {
    return newest.get().at();
  }

  /** The reload that must be done whether or not anything differs. */
  Optional<Plan.Reload> forced() {
    return Optional.ofNullable(forced.get());
  }

  /** The pipeline itself has found a reason for a reload. */
  void force(Plan.Reload reload) {
    forced.set(reload);
  }

  /** That reload was done; one that was asked for in the meantime stays. */
  void forget(Optional<Plan.Reload> done) {
    forced.compareAndSet(done.orElse(null), null);
  }

  /** Whether a HAProxy has ended since this was last asked. */
  boolean takeEnded() {
    boolean was = ended;
    ended = false;
    return was;
  }
}
