package io.hearsay.agent;

import io.hearsay.appcheck.AppHealth;
import io.hearsay.config.StopSettings;
import io.hearsay.drain.DrainCoordinator;
import io.hearsay.membership.Cluster;
import io.hearsay.supervise.Supervisor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The steps of a stop, in this order, so that no request is lost: announce that the member is
 * leaving; wait until every balancer has confirmed that it sends no new requests; wait until none
 * has requests under way; send SIGTERM to the application; stop the programs beside it; leave the
 * cluster. Each step has its own limit, and all together have one that is never exceeded: container
 * engines kill ten seconds after SIGTERM.
 */
final class GracefulShutdown {
  private static final Logger LOG = Logger.getLogger("hearsay");

  /** The part of the whole time that is reserved for the leave itself. */
  private static final Duration LEAVE = Duration.ofMillis(500);

  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);

  private final Cluster cluster;
  private final DrainCoordinator withdrawal;
  private final AppHealth health;
  private final Supervisor supervisor;
  private final StopSettings limits;
  private final long deadline;

  GracefulShutdown(
      Cluster cluster,
      DrainCoordinator withdrawal,
      AppHealth health,
      Supervisor supervisor,
      StopSettings limits) {
    this.cluster = cluster;
    this.withdrawal = withdrawal;
    this.health = health;
    this.supervisor = supervisor;
    this.limits = limits;
    this.deadline = System.nanoTime() + limits.total().toNanos();
  }

  /**
   * Runs the steps. Blocks.
   *
   * @param serves whether balancers may send requests to this member
   */
  void go(boolean serves) {
    LOG.info("leaving");
    await(cluster.announceLeaving());
    if (serves) {
      drain();
    }
    health.stop();
    try {
      supervisor.stopApp(left());
      supervisor.stopOthers(left());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    await(cluster.leave());
  }

  private void drain() {
    long began = System.nanoTime();
    var report =
        withdrawal
            .confirmed(least(limits.drain(), left()), least(limits.connections(), left()))
            .toCompletableFuture();
    try {
      var end = report.get(left().toMillis(), TimeUnit.MILLISECONDS);
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      if (!end.waiting().isEmpty()) {
        LOG.warnf(
            "not confirmed within %s ms (hearsay.stop.drain) by %s",
            limits.drain().toMillis(), end.shown());
      } else if (end.underWay() > 0) {
        LOG.warnf("%s requests are still under way after %s ms", end.underWay(), took);
      } else {
        LOG.infof("out of rotation, nothing under way, after %s ms", took);
      }
    } catch (TimeoutException e) {
      LOG.warnf("not drained within %s ms (hearsay.stop.total)", limits.total().toMillis());
    } catch (ExecutionException e) {
      LOG.warnf("while draining: %s", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The time left for the next step, without the reserve for the leave. */
  private Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime() - LEAVE.toNanos()));
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static void await(CompletionStage<Void> stage) {
    failure(stage, LEAVE_LIMIT).ifPresent(why -> LOG.warnf("while leaving: %s", why));
  }

  /** Waits, at most that long; why the stage has not completed as it should, if so. */
  static Optional<String> failure(CompletionStage<Void> stage, Duration limit) {
    try {
      stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      return Optional.of(e.getMessage());
    } catch (TimeoutException e) {
      return Optional.of(
          "not all members could be told within "
              + limit.toMillis()
              + " ms; the others will notice that it is gone");
    }
    return Optional.empty();
  }
}
