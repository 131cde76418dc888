package io.hearsay.balancer;

import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.process.Backoff;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** Restarts a HAProxy that has ended, with growing pauses. For the pipeline's thread. */
final class Revival {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  private final ConfigApplier applier;
  private final Report report;
  private final Backoff restarts = new Backoff(0, 250, 10_000, 30_000);
  private boolean down;
  private long restartAt;

  Revival(ConfigApplier applier, Report report) {
    this.applier = applier;
    this.report = report;
  }

  /**
   * HAProxy has been found to have ended.
   *
   * @return when to restart it; empty if its end was already known
   */
  OptionalLong ended(long now) {
    if (down) {
      return OptionalLong.empty();
    }
    down = true;
    return OptionalLong.of(putOff(now));
  }

  /** A start has failed; returns the time of the next one. */
  long putOff(long now) {
    restartAt = now + restarts.ended(now);
    return restartAt;
  }

  /** When to restart it; {@link Long#MAX_VALUE} if it is not down. */
  long restartAt() {
    return down ? restartAt : Long.MAX_VALUE;
  }

  /** A HAProxy is about to be started. */
  void starting(long now) {
    restarts.started(now);
  }

  /** HAProxy serves. */
  void serves() {
    down = false;
    restarts.served();
  }

  /** Leaves the restart to an apply. */
  void leaveToApply() {
    down = false;
  }

  /** Starts HAProxy with the last configuration that served; false if there is none. */
  boolean restart() throws ApplyException {
    // That text may be older than changes made at run time.
    report.uncertain();
    try {
      if (!applier.restart()) {
        return false;
      }
    } catch (ApplyException e) {
      report.servesNothing();
      throw e;
    }
    restarts.served();
    report.progress().reloaded(ReloadReason.DIED);
    LOG.infof("started HAProxy again, process %s", applier.pid());
    report.back();
    return true;
  }
}
