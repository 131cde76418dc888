package io.hearsay.balancer;

import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.balancer.policy.Backoff;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** Starts a HAProxy again that has ended, with pauses that grow. For the pipeline's thread. */
final class Revival {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  private final ConfigApplier applier;
  private final Progress progress;
  private final Backoff restarts = new Backoff(250, 10_000, 30_000);
  private boolean down;
  private long restartAt;

  Revival(ConfigApplier applier, Progress progress) {
    this.applier = applier;
    this.progress = progress;
  }

  /**
   * HAProxy is seen to have ended.
   *
   * @return when it is to be started again; empty if that was known before
   */
  OptionalLong ended(long now) {
    if (down) {
      return OptionalLong.empty();
    }
    down = true;
    return OptionalLong.of(putOff(now));
  }

  /** A start came to nothing; gives the time of the next one. */
  long putOff(long now) {
    restartAt = now + restarts.ended(now);
    return restartAt;
  }

  /** When it is to be started again. */
  long restartAt() {
    return restartAt;
  }

  /** A HAProxy is about to be started. */
  void starting(long now) {
    restarts.started(now);
  }

  /** A HAProxy serves. */
  void serves() {
    down = false;
    restarts.served();
  }

  /** Starting it in another way is up to an apply. */
  void leaveToApply() {
    down = false;
  }

  /** Starts HAProxy with what one has served with before, if there is such a thing. */
  boolean restart() throws ApplyException {
    if (!applier.restart()) {
      return false;
    }
    restarts.served();
    progress.reloaded(ReloadReason.DIED);
    LOG.infof("started HAProxy again, process %s", applier.pid());
    return true;
  }
}
