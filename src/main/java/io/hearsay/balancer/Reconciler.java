package io.hearsay.balancer;

import io.hearsay.balancer.apply.ApplyStep;
import io.hearsay.balancer.apply.ConfigApplier;
import io.hearsay.balancer.apply.DynamicUpdater;
import io.hearsay.balancer.apply.UnconfirmedConfig;
import io.hearsay.balancer.diagnostics.ApplyException;
import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.balancer.haproxy.ServerSessions;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.Catalog;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.balancer.plan.Plan;
import io.hearsay.balancer.plan.ReloadReason;
import io.hearsay.balancer.policy.Debouncer;
import io.hearsay.balancer.policy.FlapDamping;
import io.hearsay.balancer.policy.MinServersPolicy;
import io.hearsay.balancer.render.ConfigRenderer;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.MemberStatus;
import io.hearsay.process.Backoff;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * The balancer's pipeline: catalog, pacing, rendering, check, apply, in that order, on one thread
 * of its own, so that there is never more than one apply at a time. It works from the newest view
 * only; views that came and went in between leave no trace. What fails is tried again with growing
 * pauses, while HAProxy goes on with what it has.
 */
public final class Reconciler implements Proxy, AutoCloseable {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final long TICK = 500;
  private static final long RETRY_MIN = 500;
  private static final long RETRY_MAX = 5000;

  /** For one question to HAProxy. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

  /** After a take-over the cluster gets this long to show itself whole. */
  private static final long SETTLE = 500;

  private final BalancerSettings settings;
  private final CatalogBuilder catalogs;
  private final ConfigRenderer renderer;
  private final MinServersPolicy emptyPolicy;
  private final FlapDamping damping;
  private final Backoff restarts = new Backoff(0, 250, 10_000, 30_000);
  private final ConfigApplier applier;
  private final Debouncer pacer;
  private final Progress progress = new Progress();
  private final Thread thread;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicReference<ClusterView> newest = new AtomicReference<>();
  private final AtomicReference<Plan.Reload> forced = new AtomicReference<>();
  private final List<Consumer<ProxyStatus>> listeners = new CopyOnWriteArrayList<>();
  private final Bell bell = new Bell();
  private volatile boolean closed;
  private volatile boolean stopHaproxy;
  private volatile ProxyStatus status;
  private volatile Optional<String> appliedText = Optional.empty();

  /** What HAProxy runs with, as far as this process has applied anything. */
  private volatile Optional<Served> served = Optional.empty();

  /** A HAProxy of ours has ended: not the next tick shall find out, but the next step. */
  private volatile boolean ended;

  // Owned by the thread.
  private Catalog wanted;

  /** The servers of that. */
  private List<ProxyStatus.Server> shown = List.of();

  private ClusterView taken;
  private boolean adopted;
  private boolean down;
  private boolean rehearsed;

  /** When last asked: on a change nobody asks, since servers should not wait for it. */
  private boolean answering;

  private long restartAt;

  /** For what fails; a change of servers does not wait for it. */
  private long notBefore;

  /** For everything: until the cluster has shown itself whole. */
  private long settled;

  /** For a reload, after one that failed. */
  private long reloadNotBefore;

  /** A text whose HAProxy came up and was not confirmed, without its servers, and why. */
  private Optional<UnconfirmedConfig> unconfirmed = Optional.empty();

  private long nextTick;
  private long retry = RETRY_MIN;

  /** Not started yet. */
  public Reconciler(BalancerSettings settings) {
    this(settings, step -> {});
  }

  /** One that tells each step of an apply after it was done. */
  Reconciler(BalancerSettings settings, Consumer<ApplyStep> steps) {
    this.settings = settings;
    this.catalogs = new CatalogBuilder(settings.services());
    this.renderer = new ConfigRenderer(settings, Clock.systemUTC());
    this.emptyPolicy =
        new MinServersPolicy(
            settings.empty(), settings.guard().minServers(), settings.guard().grace().toMillis());
    this.damping = new FlapDamping(settings.guard().flapHalfLife().toMillis());
    this.applier = new ConfigApplier(settings, steps, this::haproxyEnded);
    this.pacer =
        new Debouncer(
            settings.quiet().toMillis(),
            settings.minGap().toMillis(),
            settings.maxWait().toMillis());
    this.thread = Thread.ofPlatform().name("hearsay-balancer").unstarted(this::run);
    this.status = snapshot();
  }

  private void haproxyEnded() {
    ended = true;
    bell.ring();
  }

  /** Begins to work; until the first view comes there is nothing to do. */
  public void start() {
    thread.start();
  }

  /** There is a newer view. May be called from any thread; does not block. */
  public void submit(ClusterView view) {
    newest.set(view);
    bell.ring();
  }

  /**
   * Hears of each apply that was done or failed.
   *
   * @param listener must not block; called on the pipeline's thread
   */
  public void onChange(Consumer<ProxyStatus> listener) {
    listeners.add(listener);
  }

  @Override
  public ProxyStatus status() {
    return status;
  }

  @Override
  public Optional<String> appliedConfig() {
    return appliedText;
  }

  @Override
  public void reload(String reason) {
    forced.set(new Plan.Reload(ReloadReason.ASKED, reason));
    bell.ring();
  }

  @Override
  public boolean withdrawn(String member) {
    if (served.isEmpty()) {
      // No HAProxy, no requests; of one that was taken over we know only when it was looked at.
      return status.pid() == 0;
    }
    return served.get().withdrawn(member);
  }

  @Override
  public int underWay(String member) throws IOException {
    return new ServerSessions(new RuntimeApi(settings.socket(), ANSWER_LIMIT)).of(member);
  }

  /**
   * Ends the pipeline.
   *
   * @param stop whether HAProxy ends with it, after it has finished its connections or the limit
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

  /** Ends the pipeline and leaves HAProxy running. */
  @Override
  public void close() {
    close(false);
  }

  private static long now() {
    return Bell.now();
  }

  private void run() {
    try {
      adopted = applier.adopt();
      appliedText = applier.running();
      settled = adopted ? now() + SETTLE : 0;
      if (adopted) {
        restarts.served();
      }
      while (!closed) {
        step();
        bell.sleepUntil(nextStep());
      }
      if (stopHaproxy) {
        applier.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over.countDown();
    }
  }

  private long nextStep() {
    long due = pacer.due().orElse(Long.MAX_VALUE);
    return Math.min(Math.min(nextTick, reviewAt()), Math.max(due, Math.max(notBefore, settled)));
  }

  private void step() {
    try {
      long now = now();
      look(now);
      if (now >= nextTick || ended) {
        ended = false;
        nextTick = now + TICK;
        tick(now);
      }
      if (pacer.due().isPresent()
          && pacer.due().getAsLong() <= now
          && now >= Math.max(notBefore, settled)) {
        apply(now);
      }
      if (!rehearsed && applier.pid() != 0) {
        rehearsed = true;
        applier.rehearse();
      }
    } catch (RuntimeException e) {
      // A bug must not stop the pipeline: the next view or tick tries again.
      LOG.error("the pipeline stumbled", e);
      failed(now(), "internal error: " + e);
    }
  }

  private void look(long now) {
    var view = newest.get();
    if (view != null && (view != taken || now >= reviewAt())) {
      taken = view;
      var catalog =
          emptyPolicy.choose(view, damping.filter(catalogs.build(view), wished(view), now), now);
      if (!Objects.equals(catalog, wanted) && !waitsForServers(catalog)) {
        wanted = catalog;
        shown = ProxyStatus.Server.of(catalog);
        changed(now);
      }
    }
    // While anything is pending it goes with that.
    if (forced.get() != null && wanted != null && pacer.due().isEmpty()) {
      changed(now);
    }
  }

  /** Whether a member's absence from the catalog is its own or its operator's wish, not a fault. */
  private static Predicate<String> wished(ClusterView view) {
    return name ->
        view.member(name)
            .filter(
                m ->
                    m.status() == MemberStatus.LEFT
                        || m.status() == MemberStatus.LEAVING
                        || (m.status().present() && m.healthy()))
            .isPresent();
  }

  /** When the newest view means something else, though it is still the same. */
  private long reviewAt() {
    return Math.min(
        damping.next().orElse(Long.MAX_VALUE), emptyPolicy.next().orElse(Long.MAX_VALUE));
  }

  /** A view without servers says little to a sidecar that has just found a HAProxy with servers. */
  private boolean waitsForServers(Catalog catalog) {
    return adopted
        && catalog.isEmpty()
        && !emptyPolicy.sawServers()
        && settings.empty() == BalancerSettings.Empty.KEEP_LAST;
  }

  private void changed(long now) {
    progress.wanted();
    pacer.changed(now);
    if (applier.pid() != 0) {
      // Whatever keeps failing, servers do not wait for it.
      notBefore = now;
    }
    publish();
  }

  private void tick(long now) {
    tend();
    if (wanted != null && renderer.changed()) {
      pacer.changed(now);
    }
    if (applier.died()) {
      revive(now);
    } else if (applier.replaced()) {
      LOG.warn("another HAProxy answers on the socket; it is taken over");
      applier.adopt();
      pacer.changed(now);
    }
    if (forced.get() == null && applier.strays()) {
      forced.set(new Plan.Reload(ReloadReason.DOUBT, "the run directory can be written to again"));
    }
    answering = applier.answers();
    publish();
  }

  private void tend() {
    try {
      applier.tend();
    } catch (DynamicUpdater.Doubt e) {
      doubt(e);
    }
  }

  private void doubt(DynamicUpdater.Doubt e) {
    forced.set(
        new Plan.Reload(
            ReloadReason.DOUBT, "changing it at run time is in doubt: " + e.getMessage()));
  }

  /** HAProxy has ended: it is started again with what it had, and what is wanted now follows. */
  private void revive(long now) {
    if (!down) {
      down = true;
      restartAt = now + restarts.ended(now);
      failed(
          now,
          "HAProxy has ended unexpectedly; it is started again"
              + (restartAt > now ? " in " + (restartAt - now) + " ms" : ""));
    }
    if (now < restartAt) {
      notBefore = restartAt;
      return;
    }
    try {
      restarts.started(now);
      if (!restart() && wanted != null) {
        applier.forget();
      }
      // The apply that follows finds nothing to do, and brings the record in step.
      down = false;
      notBefore = now;
    } catch (ApplyException e) {
      restartAt = now + restarts.ended(now);
      failed(now, e.getMessage());
      if (wanted != null) {
        // Perhaps what is wanted by now can be started.
        applier.forget();
        down = false;
      }
    }
    if (wanted != null) {
      pacer.changed(now);
    }
  }

  /** Starts HAProxy with what one has served with before, if there is such a thing. */
  private boolean restart() throws ApplyException {
    if (!applier.restart()) {
      return false;
    }
    restarts.served();
    progress.reloaded(ReloadReason.DIED);
    LOG.infof("started HAProxy again, process %s", applier.pid());
    return true;
  }

  private void apply(long now) {
    if (applier.died()) {
      revive(now);
      return;
    }
    var text = Optional.<String>empty();
    try {
      var rendered = renderer.render(wanted);
      text = Optional.of(rendered);
      renderer.inspect(rendered);
      perform(rendered, now);
    } catch (ApplyException e) {
      impossible(e, text, now);
    }
  }

  private void perform(String text, long now) throws ApplyException {
    var asked = forced.get();
    var plan = asked != null && applier.pid() != 0 ? asked : applier.plan(text);
    switch (plan) {
      case Plan.Nothing nothing -> {
        applier.persist();
        done(text, ProxyStatus.Method.NONE, "nothing differs");
      }
      case Plan.Runtime runtime -> {
        try {
          applier.change(runtime.changes(), text);
          // Members that leave wait for this, whether the disk takes the file or not.
          serves();
          progress.changed(runtime.changes().size());
          progress.followed(List.of());
          applier.persist();
          done(text, ProxyStatus.Method.RUNTIME, runtime.changes().size() + " changes of servers");
        } catch (DynamicUpdater.Doubt doubt) {
          doubt(doubt);
          reload(text, forced.get(), now);
        }
      }
      case Plan.Reload reload -> reload(text, reload, now);
    }
  }

  private void reload(String text, Plan.Reload plan, long now) throws ApplyException {
    boolean running = applier.pid() != 0;
    var known = unconfirmed.filter(u -> running && u.is(text));
    if (known.isPresent() && plan.reason() != ReloadReason.ASKED) {
      follow(text);
      forced.compareAndSet(plan, null);
      stayed(known.get().why());
      return;
    }
    long due =
        Math.max(
            pacer.reloadDue(applier.oldProcesses() >= settings.maxOldProcesses()), reloadNotBefore);
    if (running && now < due) {
      follow(text);
      notBefore = due;
      publish();
      return;
    }
    if (!running) {
      restarts.started(now);
    }
    // What is asked for from here on may be news that this one does not bring.
    var asked = forced.get();
    try {
      applier.reload(text);
    } catch (ApplyException e) {
      if (e.isLasting()) {
        unconfirmed = Optional.of(UnconfirmedConfig.of(text, e.getMessage()));
        forced.compareAndSet(asked, null);
      }
      throw e;
    }
    down = false;
    restarts.served();
    unconfirmed = Optional.empty();
    pacer.reloaded(now());
    progress.reloaded(plan.reason());
    forced.compareAndSet(asked, null);
    LOG.debugf("the reload is counted as %s", plan.reason().label());
    serves();
    applier.persist();
    done(text, ProxyStatus.Method.RELOAD, plan.detail());
  }

  /**
   * What is wanted cannot be had now. What can is done at once: the template before, what served
   * before, or the servers that the running HAProxy can take.
   */
  private void impossible(ApplyException e, Optional<String> text, long now) {
    if (renderer.fallBack(e.getMessage(), e.isLasting())) {
      // The template is a new one: at once with the one before.
      failed(now, e.getMessage());
      notBefore = now;
      reloadNotBefore = now;
      return;
    }
    if (applier.pid() == 0) {
      failed(now, e.getMessage());
      try {
        if (restart()) {
          notBefore = now;
        }
      } catch (ApplyException other) {
        LOG.debug("what served before cannot be started either", other);
      }
      return;
    }
    text.ifPresent(this::follow);
    failed(now, e.getMessage());
    reloadNotBefore = notBefore;
  }

  /** Makes those of the changes that take no reload. */
  private void follow(String text) {
    var part = applier.part(text, wanted.names()::contains);
    if (part.isEmpty()) {
      progress.lost();
      return;
    }
    try {
      int changes = applier.change(part.get());
      if (changes < 0) {
        progress.lost();
        return;
      }
      progress.changed(changes);
      progress.followed(part.get().waiting());
      served = Optional.of(new Served(wanted, part.get().stuck()));
      appliedText = applier.running();
      if (changes > 0) {
        progress.reached(ProxyStatus.Method.RUNTIME, changes + " changes of servers");
        LOG.infof("changed at run time: %s changes of servers; a reload is to follow", changes);
      }
      applier.persist();
    } catch (DynamicUpdater.Doubt e) {
      progress.lost();
      doubt(e);
    } catch (ApplyException e) {
      LOG.debug("the file follows later", e);
    }
  }

  /**
   * A reload that would do no good is not tried; there is nothing to do until something changes.
   */
  private void stayed(String why) {
    pacer.settled();
    notBefore = 0;
    boolean news = progress.failed(why);
    answering = applier.answers();
    publish();
    if (news) {
      listeners.forEach(l -> l.accept(status));
    }
  }

  private void done(String text, ProxyStatus.Method method, String reason) {
    renderer.accept();
    pacer.settled();
    retry = RETRY_MIN;
    notBefore = 0;
    reloadNotBefore = 0;
    adopted = false;
    var wrong =
        unconfirmed.filter(u -> u.is(text)).map(UnconfirmedConfig::why).or(renderer::refusal);
    progress.applied(wrong);
    if (method != ProxyStatus.Method.NONE) {
      progress.reached(method, reason);
      LOG.infof(
          "%s: %s; %s servers",
          method == ProxyStatus.Method.RELOAD ? "reloaded" : "changed at run time",
          reason,
          wanted.size());
    }
    serves();
    answering = applier.answers();
    publish();
    if (method != ProxyStatus.Method.NONE || wrong.isEmpty()) {
      listeners.forEach(l -> l.accept(status));
    }
  }

  /** HAProxy runs with what is wanted. */
  private void serves() {
    appliedText = applier.running();
    served = Optional.of(Served.all(wanted));
  }

  private void failed(long now, String message) {
    boolean news = progress.failed(message);
    notBefore = now + retry;
    retry = Math.min(2 * retry, RETRY_MAX);
    answering = applier.answers();
    publish();
    if (news) {
      LOG.error(message);
      listeners.forEach(l -> l.accept(status));
    }
  }

  private void publish() {
    status = snapshot();
  }

  private ProxyStatus snapshot() {
    return progress.status(
        new Progress.Elsewhere(shown, catalogs.rejected(), answering, damping.held(), applier));
  }
}
