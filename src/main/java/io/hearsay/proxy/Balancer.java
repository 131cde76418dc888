package io.hearsay.proxy;

import io.hearsay.cluster.ClusterView;
import io.hearsay.cluster.MemberStatus;
import io.hearsay.proxy.haproxy.RuntimeApi;
import io.hearsay.proxy.haproxy.ServerSessions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * The balancer's pipeline: catalog, pacing, rendering, check, apply, in that order, on one thread
 * of its own, so that there is never more than one apply at a time. It works from the newest view
 * only; views that came and went in between leave no trace. What fails is tried again with growing
 * pauses, while HAProxy goes on with what it has.
 */
public final class Balancer implements Proxy, AutoCloseable {
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
  private final EmptyPolicy emptyPolicy;
  private final Damping damping;
  private final Backoff restarts = new Backoff(500, 10_000, 30_000);
  private final Applier applier;
  private final Pacer pacer;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<ClusterView> newest = new AtomicReference<>();
  private final AtomicReference<Plan.Reload> forced = new AtomicReference<>();
  private final List<Consumer<ProxyStatus>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private boolean woken;
  private volatile boolean closed;
  private volatile boolean stopHaproxy;
  private volatile ProxyStatus status;
  private volatile Optional<String> appliedText = Optional.empty();

  /** What HAProxy runs with, as far as this process has applied anything. */
  private volatile Optional<Catalog> served = Optional.empty();

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
  private long notBefore;
  private long nextTick;
  private long retry = RETRY_MIN;
  private Attempts attempts = new Attempts();

  /** Not started yet. */
  public Balancer(BalancerSettings settings) {
    this(settings, step -> {});
  }

  /** One that tells each step of an apply after it was done. */
  Balancer(BalancerSettings settings, Consumer<Step> steps) {
    this.settings = settings;
    this.catalogs = new CatalogBuilder(settings.services());
    this.renderer = new ConfigRenderer(settings, Clock.systemUTC());
    this.emptyPolicy =
        new EmptyPolicy(
            settings.empty(), settings.guard().minServers(), settings.guard().grace().toMillis());
    this.damping = new Damping(settings.guard().flapHalfLife().toMillis());
    this.applier = new Applier(settings, steps);
    this.pacer =
        new Pacer(
            settings.quiet().toMillis(),
            settings.minGap().toMillis(),
            settings.maxWait().toMillis());
    this.thread = Thread.ofPlatform().name("hearsay-balancer").unstarted(this::run);
    this.status = snapshot();
  }

  /** What was done and what went wrong. */
  private static final class Attempts {
    long revision;
    long appliedRevision;
    ProxyStatus.Method method = ProxyStatus.Method.NONE;
    String reason = "";
    long reloads;
    final Map<ReloadReason, Long> reloadsBy = new EnumMap<>(ReloadReason.class);
    long runtimeChanges;
    long failures;
    Optional<Instant> lastApplied = Optional.empty();
    Optional<String> lastError = Optional.empty();
  }

  /** Begins to work; until the first view comes there is nothing to do. */
  public void start() {
    thread.start();
  }

  /** There is a newer view. May be called from any thread; does not block. */
  public void submit(ClusterView view) {
    newest.set(view);
    wakeUp();
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
    wakeUp();
  }

  @Override
  public boolean withdrawn(String member) {
    if (served.isEmpty()) {
      // No HAProxy, no requests; of one that was taken over we know only when it was looked at.
      return status.pid() == 0;
    }
    return served.get().services().stream()
        .flatMap(s -> s.servers().stream())
        .noneMatch(s -> s.name().equals(member) && s.weight() > 0 && !s.disabled());
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
    wakeUp();
    try {
      if (thread.isAlive()
          && !ended.await(settings.stopLimit().toMillis() + 2000, TimeUnit.MILLISECONDS)) {
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

  private void wakeUp() {
    lock.lock();
    try {
      woken = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
  }

  private void sleepUntil(long time) throws InterruptedException {
    lock.lock();
    try {
      long left = time - now();
      if (!woken && left > 0) {
        // Woken or not, the loop looks at everything.
        var unused = wake.await(left, TimeUnit.MILLISECONDS);
      }
      woken = false;
    } finally {
      lock.unlock();
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void run() {
    try {
      adopted = applier.adopt();
      appliedText = applier.running();
      notBefore = adopted ? now() + SETTLE : 0;
      while (!closed) {
        step();
        sleepUntil(nextStep());
      }
      if (stopHaproxy) {
        applier.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private long nextStep() {
    long due = pacer.due().orElse(Long.MAX_VALUE);
    return Math.min(Math.min(nextTick, reviewAt()), Math.max(due, notBefore));
  }

  private void step() {
    try {
      long now = now();
      look(now);
      if (now >= nextTick) {
        nextTick = now + TICK;
        tick(now);
      }
      if (pacer.due().isPresent() && pacer.due().getAsLong() <= now && now >= notBefore) {
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
        shown = shown(catalog);
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
    attempts.revision++;
    pacer.changed(now);
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
    answering = applier.answers();
    publish();
  }

  private void tend() {
    try {
      applier.tend();
    } catch (RuntimeChanges.Doubt e) {
      doubt(e);
    }
  }

  private void doubt(RuntimeChanges.Doubt e) {
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
      if (applier.restart()) {
        count(ReloadReason.DIED);
        LOG.infof("started HAProxy again, process %d", applier.pid());
      }
      // The apply that follows finds nothing to do, and brings the record in step.
      down = false;
      notBefore = now;
      if (wanted != null) {
        pacer.changed(now);
      }
    } catch (ApplyException e) {
      restartAt = now + restarts.ended(now);
      failed(now, e.getMessage());
    }
  }

  private void count(ReloadReason reason) {
    attempts.reloads++;
    attempts.reloadsBy.merge(reason, 1L, Long::sum);
  }

  private void apply(long now) {
    if (applier.died()) {
      revive(now);
      return;
    }
    try {
      var text = renderer.render(wanted);
      var asked = forced.get();
      var plan = asked != null && applier.pid() != 0 ? asked : applier.plan(text);
      perform(plan, text, now);
    } catch (ApplyException e) {
      failed(now, e.getMessage());
      if (renderer.fallBack(e.getMessage())) {
        // The template is a new one: at once with the one before.
        notBefore = now;
      }
    }
  }

  private void perform(Plan plan, String text, long now) throws ApplyException {
    switch (plan) {
      case Plan.Nothing nothing -> {
        applier.persist();
        done(ProxyStatus.Method.NONE, "nothing differs");
      }
      case Plan.Runtime runtime -> {
        try {
          applier.change(runtime.changes(), text);
          // Members that leave wait for this, whether the disk takes the file or not.
          serves();
          attempts.runtimeChanges += runtime.changes().size();
          applier.persist();
          done(ProxyStatus.Method.RUNTIME, runtime.changes().size() + " changes of servers");
        } catch (RuntimeChanges.Doubt doubt) {
          doubt(doubt);
          reload(text, forced.get(), now);
        }
      }
      case Plan.Reload reload -> reload(text, reload, now);
    }
  }

  private void reload(String text, Plan.Reload plan, long now) throws ApplyException {
    long due = pacer.reloadDue(applier.oldProcesses() >= settings.maxOldProcesses());
    if (applier.pid() != 0 && now < due) {
      notBefore = due;
      return;
    }
    if (applier.pid() == 0) {
      restarts.started(now);
    }
    // What is asked for from here on may be news that this one does not bring.
    var asked = forced.get();
    applier.reload(text);
    down = false;
    pacer.reloaded(now());
    count(plan.reason());
    forced.compareAndSet(asked, null);
    LOG.debugf("the reload is counted as %s", plan.reason().label());
    serves();
    applier.persist();
    done(ProxyStatus.Method.RELOAD, plan.detail());
  }

  private void done(ProxyStatus.Method method, String reason) {
    renderer.accept();
    pacer.settled();
    retry = RETRY_MIN;
    notBefore = 0;
    adopted = false;
    attempts.appliedRevision = attempts.revision;
    attempts.lastError = renderer.refusal();
    if (method != ProxyStatus.Method.NONE) {
      attempts.method = method;
      attempts.reason = reason;
      attempts.lastApplied = Optional.of(Instant.now());
      LOG.infof(
          "%s: %s; %d servers",
          method == ProxyStatus.Method.RELOAD ? "reloaded" : "changed at run time",
          reason,
          wanted.size());
    }
    serves();
    answering = applier.answers();
    publish();
    if (method != ProxyStatus.Method.NONE || attempts.lastError.isEmpty()) {
      listeners.forEach(l -> l.accept(status));
    }
  }

  /** HAProxy runs with what is wanted. */
  private void serves() {
    appliedText = applier.running();
    served = Optional.of(wanted);
  }

  private void failed(long now, String message) {
    boolean news = !attempts.lastError.equals(Optional.of(message));
    attempts.failures++;
    attempts.lastError = Optional.of(message);
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
    return new ProxyStatus(
        attempts.revision,
        attempts.appliedRevision,
        attempts.method,
        attempts.reason,
        shown,
        catalogs.rejected(),
        attempts.reloads,
        attempts.runtimeChanges,
        attempts.failures,
        applier.oldProcesses(),
        applier.pid(),
        answering,
        Map.copyOf(attempts.reloadsBy),
        damping.held(),
        applier.leaving(),
        applier.version().toString(),
        attempts.lastApplied,
        attempts.lastError);
  }

  private static List<ProxyStatus.Server> shown(Catalog catalog) {
    return catalog.services().stream()
        .flatMap(s -> s.servers().stream().map(server -> shown(s.name(), server)))
        .toList();
  }

  private static ProxyStatus.Server shown(String backend, Catalog.Server server) {
    var state = server.disabled() ? "maint" : server.weight() == 0 ? "drain" : "ready";
    return new ProxyStatus.Server(
        backend, server.name(), server.address(), server.port(), server.weight(), state);
  }
}
