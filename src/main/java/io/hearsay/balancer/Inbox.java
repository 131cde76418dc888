package io.hearsay.balancer;

import io.hearsay.balancer.plan.Plan;
import io.hearsay.membership.ClusterView;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What other threads pass to the pipeline. Of views and requested reloads only the newest counts.
 * Methods do not block; thread-safe.
 */
final class Inbox {
  private final Runnable wake;
  private final AtomicReference<Arrival> newest = new AtomicReference<>(Arrival.NONE);
  private final AtomicReference<Plan.Reload> forced = new AtomicReference<>();

  private final AtomicReference<Correcting.Found> drift = new AtomicReference<>();

  /** Whether a HAProxy of ours has ended, so that the next step checks immediately. */
  private volatile boolean ended;

  /** A view and when it arrived, by {@link System#nanoTime}. */
  private record Arrival(ClusterView view, long at) {
    static final Arrival NONE = new Arrival(null, 0);
  }

  /**
   * Creates an empty inbox.
   *
   * @param wake makes the pipeline take its next step now; may be called from any thread
   */
  Inbox(Runnable wake) {
    this.wake = wake;
  }

  void submit(ClusterView view) {
    newest.set(new Arrival(view, System.nanoTime()));
    wake.run();
  }

  /** Requests a reload and wakes the pipeline. */
  void ask(Plan.Reload reload) {
    forced.set(reload);
    wake.run();
  }

  /** HAProxy's state differs from its configuration. */
  void drifted(Correcting.Found found) {
    drift.set(found);
    wake.run();
  }

  /** Takes the drift reported since the last call. */
  Optional<Correcting.Found> takeDrift() {
    return Optional.ofNullable(drift.getAndSet(null));
  }

  void haproxyEnded() {
    ended = true;
    wake.run();
  }

  /** The newest view; {@code null} before the first one. */
  ClusterView newest() {
    return newest.get().view();
  }

  /** When the newest view arrived, by {@link System#nanoTime}. */
  long newestAt() {
    return newest.get().at();
  }

  /** The reload to do whether or not anything differs. */
  Optional<Plan.Reload> forced() {
    return Optional.ofNullable(forced.get());
  }

  /** Requests a reload for which the pipeline itself has found a reason. */
  void force(Plan.Reload reload) {
    forced.set(reload);
  }

  /** Removes a reload that has been done; one requested in the meantime stays. */
  void forget(Optional<Plan.Reload> done) {
    forced.compareAndSet(done.orElse(null), null);
  }

  /** Whether a HAProxy has ended since the last call. */
  boolean takeEnded() {
    boolean was = ended;
    ended = false;
    return was;
  }
}
