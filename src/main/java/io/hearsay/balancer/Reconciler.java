package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.balancer.apply.LocalHost;
import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.balancer.haproxy.ServerSessions;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.plan.Deviation;
import io.hearsay.balancer.plan.Plan;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.membership.ClusterView;
import io.hearsay.metric.Measured;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The balancer's pipeline: catalog, pacing, rendering, check and apply, in that order, on a thread
 * of its own, so that there is never more than one apply at a time. It works from the newest view
 * only, so views in between have no effect. {@link Pipeline} decides what is done when; this class
 * runs its steps.
 */
public final class Reconciler implements Proxy, AutoCloseable {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");

  /** Time limit of one question to HAProxy. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

  private final BalancerSettings settings;
  private final TimeSource time = TimeSource.system();
  private final Bell bell = new Bell(time.millis());
  private final Inbox inbox = new Inbox(bell::ring);
  private final LocalHost host;
  private final Pipeline pipeline;
  private final Report report;
  private final Thread thread;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile boolean stopHaproxy;

  /** Creates a pipeline that is not started yet. */
  public Reconciler(BalancerSettings settings) {
    this(settings, step -> {});
  }

  /** The same, notifying after each step of an apply. */
  Reconciler(BalancerSettings settings, Consumer<ApplyStep> steps) {
    this.settings = settings;
    this.host = new LocalHost(settings);
    this.pipeline = new Pipeline(settings, host, time, inbox, steps);
    this.report = pipeline.report();
    this.thread = Thread.ofPlatform().name("hearsay-balancer").unstarted(this::run);
  }

  /** Starts the pipeline; there is nothing to do until the first view. */
  public void start() {
    thread.start();
  }

  /** Submits a newer view. May be called from any thread; does not block. */
  public void submit(ClusterView view) {
    inbox.submit(view);
  }

  /**
   * Adds a listener for what is done and what happens to HAProxy.
   *
   * @param listener must not block; called on the pipeline's thread
   */
  public void onEvent(Consumer<ProxyEvent> listener) {
    report.onEvent(listener);
  }

  @Override
  public ProxyStatus status() {
    return report.status();
  }

  @Override
  public List<Measured> durations() {
    var all = new ArrayList<>(report.timings().all());
    all.add(
        Measured.of(
            "socket.answer", "Time that HAProxy took to answer on its socket", host.answers()));
    return all;
  }

  @Override
  public Optional<String> appliedConfig() {
    return report.appliedText();
  }

  @Override
  public ConfigTexts texts() {
    return report.texts();
  }

  @Override
  public Catalog catalog() {
    return report.catalog();
  }

  @Override
  public void reload(String reason) {
    inbox.ask(new Plan.Reload(ReloadReason.ASKED, reason));
  }

  /**
   * Reports that HAProxy's state lastingly differs from its configuration, to be corrected where
   * Hearsay may do so. May be called from any thread; does not block.
   *
   * @param text the configuration that HAProxy was compared with
   */
  public void drifted(String text, List<Deviation> deviations) {
    if (settings.get(BalancerOption.DRIFT) == BalancerSettings.Drift.CORRECT) {
      inbox.drifted(new Correcting.Found(text, List.copyOf(deviations)));
    }
  }

  @Override
  public boolean withdrawn(String member) {
    return report.withdrawn(member);
  }

  @Override
  public CompletableFuture<Void> whenWithdrawn(String member) {
    return report.whenWithdrawn(member);
  }

  @Override
  public int underWay(String member) throws IOException {
    return new ServerSessions(new RuntimeApi(settings.socket(), ANSWER_LIMIT)).of(member);
  }

  /**
   * Ends the pipeline.
   *
   * @param stop whether to end HAProxy as well, once it has finished its connections or the limit
   *     has passed
   */
  public void close(boolean stop) {
    stopHaproxy = stop;
    closed = true;
    bell.ring();
    try {
      if (thread.isAlive()
          && !over.await(settings.stopLimit().toMillis() + 2000, TimeUnit.MILLISECONDS)) {
        LOG.warn("the pipeline did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the pipeline but leaves HAProxy running. */
  @Override
  public void close() {
    close(false);
  }

  private void run() {
    try {
      pipeline.begin(time.now());
      while (!closed) {
        bell.sleepUntil(pipeline.step(time.now()));
      }
      if (stopHaproxy) {
        pipeline.stopHaproxy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.countDown();
    }
  }
}
