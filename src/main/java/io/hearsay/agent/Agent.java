package io.hearsay.agent;

import io.hearsay.appcheck.AppHealth;
import io.hearsay.appcheck.AppState;
import io.hearsay.balancer.Proxy;
import io.hearsay.balancer.Reconciler;
import io.hearsay.balancer.observe.History;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.config.AgentSettings;
import io.hearsay.drain.DrainCoordinator;
import io.hearsay.drain.DrainResponder;
import io.hearsay.handler.Handlers;
import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.TrafficMode;
import io.hearsay.membership.node.ClusterNode;
import io.hearsay.metric.Histogram;
import io.hearsay.process.MemoryTrim;
import io.hearsay.supervise.Supervisor;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One agent: the cluster, and for a balancer the pipeline that the cluster's views feed. Started
 * once, stopped once; may be asked at any time, also before and after.
 */
@Singleton
public class Agent {
  private static final Logger LOG = Logger.getLogger("hearsay");
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  /** What the log sums up is a minute old by then; some seconds more do no harm. */
  private static final long LOG_TICK_MILLIS = 10_000;

  /** By then what only a start needs was needed. */
  private static final long TRIM_AFTER_MILLIS = 2000;

  /** Codes of programs that a signal has ended, as shells give them. */
  private static final int KILLED = 137;

  private static final int TERMINATED = 143;

  private final Vertx vertx;
  private final Instant started = Instant.now();
  private final EventRing events = new EventRing(Clock.systemUTC());
  private final List<Consumer<AgentEvent>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> leaveRequested = new CompletableFuture<>();
  private final CompletableFuture<Integer> appOver = new CompletableFuture<>();
  private final CompletableFuture<String> placeLost = new CompletableFuture<>();
  private final CompletableFuture<AgentSettings> up = new CompletableFuture<>();
  private final MemberLog memberLog = new MemberLog(LOG::info, System::nanoTime);
  private volatile AgentSettings settings;
  private volatile Cluster cluster;
  private volatile Reconciler balancer;
  private volatile Handlers handlers;
  private volatile ClusterView seen;
  private volatile LocalMemberState standing;
  private volatile DrainCoordinator withdrawal;
  private volatile AppHealth health;
  private volatile Supervisor supervisor;
  private volatile ProxyWatch proxyWatch;

  /** Made by the container. */
  @Inject
  public Agent(Vertx vertx) {
    this.vertx = vertx;
  }

  /** An agent that does not come up; the message is for an operator. */
  public static final class StartFailed extends Exception {
    private static final long serialVersionUID = 1L;

    StartFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Starts it all; returns when the member listens. If {@link #requestLeave()} was called
   * meanwhile, no other program is started, but there is a member that has to leave. Blocks: not
   * for an event loop.
   */
  public void start(AgentSettings with) throws StartFailed {
    settings = with;
    try {
      cluster =
          ClusterNode.start(with.cluster(), vertx)
              .toCompletableFuture()
              .get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new StartFailed(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new StartFailed("the member did not come up in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailed("interrupted", e);
    }
    if (with.isBalancer()) {
      balancer = new Reconciler(with.balancer());
      balancer.onEvent(event -> tell(new AgentEvent.ProxyEvent(event)));
      if (!leaveRequested.isDone()) {
        balancer.start();
      }
      cluster.onQuestion(DrainCoordinator.SUBJECT, new DrainResponder(vertx, cluster, balancer));
    }
    handlers = new Handlers(with.handlers(), () -> cluster.view().local());
    seen = cluster.view();
    // Scripts hear of everybody, those included that were there first.
    handlers.members("member-join", seen.present());
    var unused = cluster.watch(this::viewed);
    cluster.placeLost().thenAccept(placeLost::complete);
    vertx.setPeriodic(LOG_TICK_MILLIS, t -> memberLog.tick());
    cluster.onEvent(
        event -> {
          tell(new AgentEvent.User(event));
          handlers.user(event);
        });
    cluster.onQuery(handlers::query);
    LOG.infof(
        "%s is up: gossip on %s:%s, API on %s, health on %s%s",
        with.cluster().name(),
        cluster.view().local().address().getHostAddress(),
        cluster.view().local().port(),
        with.http(),
        with.health(),
        with.isBalancer() ? ", HAProxy's configuration in " + with.balancer().config() : "");
    run(with);
  }

  private void run(AgentSettings with) {
    boolean child = with.supervise().app().isPresent();
    if (with.isBalancer()) {
      proxyWatch =
          ProxyWatch.start(
              with.balancer(), balancer, drift -> tell(new AgentEvent.DriftEvent(drift)));
    }
    standing = new LocalMemberState(cluster, with.cluster().healthy());
    withdrawal = new DrainCoordinator(vertx, cluster);
    supervisor = new Supervisor(with.supervise(), new AppLife());
    health =
        new AppHealth(vertx, with.check(), child, () -> cluster.view().local(), this::appChanged);
    health.start();
    if (!leaveRequested.isDone()) {
      supervisor.start();
    }
    vertx.setTimer(
        TRIM_AFTER_MILLIS, timer -> vertx.executeBlocking(MemoryTrim::run, false).mapEmpty());
    up.complete(with);
  }

  private void appChanged(AppState state) {
    if (state.passing()) {
      supervisor.appIsWell();
    }
    standing.healthy(state.passing());
  }

  /** What the application's life means for its health. */
  private final class AppLife implements Supervisor.AppWatcher {
    @Override
    public void appStarted(long pid) {
      health.runs();
    }

    @Override
    public void appEnded(int code) {
      health.gone("the application has ended with " + code);
    }

    @Override
    public void appOver(int code) {
      appOver.complete(code);
    }
  }

  private void viewed(ClusterView view) {
    var before = seen;
    seen = view;
    if (balancer != null) {
      balancer.submit(view);
    }
    var events = ViewChanges.between(before, view);
    memberLog.add(events);
    for (var event : events) {
      tell(event);
      handlers.members(event.type(), List.of(event.member()));
    }
  }

  private void tell(AgentEvent event) {
    events.add(event);
    listeners.forEach(l -> l.accept(event));
  }

  /**
   * Hears of events from now on.
   *
   * @param listener must not block
   * @return call it to hear no more
   */
  public Runnable listen(Consumer<AgentEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Completes with the settings when everything was started. */
  public CompletionStage<AgentSettings> up() {
    return up.minimalCompletionStage();
  }

  /** The last events, for who comes later or comes back. */
  public EventRing events() {
    return events;
  }

  /** The settings, once it was started. */
  public Optional<AgentSettings> settings() {
    return Optional.ofNullable(settings);
  }

  /** The cluster, once it was started. */
  public Optional<Cluster> cluster() {
    return Optional.ofNullable(cluster);
  }

  /** The pipeline, if this is a balancer and it was started. */
  public Optional<Proxy> proxy() {
    return Optional.ofNullable(balancer);
  }

  /** What HAProxy says of itself; nothing was seen if this is no balancer. */
  public Observation observation() {
    return Optional.ofNullable(proxyWatch).map(ProxyWatch::observation).orElse(Observation.NONE);
  }

  /** What HAProxy had to do in the last hour; absent if this is no balancer. */
  public Optional<History> history() {
    return Optional.ofNullable(proxyWatch).map(ProxyWatch::history);
  }

  /** How long the process has been up. */
  public Duration uptime() {
    return Duration.between(started, Instant.now());
  }

  /** Asks the agent to leave and end; {@link #leaveRequested()} completes. */
  public void requestLeave() {
    leaveRequested.complete(null);
  }

  /** Completes when somebody asks the agent to leave. */
  public CompletionStage<Void> leaveRequested() {
    return leaveRequested;
  }

  /** Completes with the application's exit code when it has ended for good, if it is our child. */
  public CompletionStage<Integer> appOver() {
    return appOver;
  }

  /**
   * Completes with the reason if another process has this member's name for good; the agent is to
   * be stopped then, and to end with an error.
   */
  public CompletionStage<String> placeLost() {
    return placeLost;
  }

  /** The application's health; absent before the start. */
  public Optional<AppState> app() {
    return Optional.ofNullable(health).map(AppHealth::state);
  }

  /** How long the application's checks took; absent before the start. */
  public Optional<Histogram> checks() {
    return Optional.ofNullable(health).map(AppHealth::durations);
  }

  /** How often each supervised program was started again, by name; none before the start. */
  public SortedMap<String, Integer> restarts() {
    return supervisor == null ? new TreeMap<>() : supervisor.restarts();
  }

  /** Hands a signal on to the application, if it is our child and that signal is to be. */
  public void signalApp(String signal) {
    if (supervisor != null && settings.supervise().signals().contains(signal)) {
      supervisor.signalApp(signal);
    }
  }

  /**
   * Takes over what can change while it runs: the tags, the token, the limits of the stop (and the
   * log's level, which is the process'); a template is looked at all the time anyway. The rest
   * takes effect at the next start.
   */
  public void reread(AgentSettings now) {
    if (now.isBalancer() != settings.isBalancer()) {
      LOG.error("the role cannot change to or from balancer while the agent runs; restart it");
      return;
    }
    var before = settings.cluster().tags().asMap();
    var after = now.cluster().tags().asMap();
    settings = now;
    var gone = new TreeSet<>(before.keySet());
    gone.removeAll(after.keySet());
    cluster
        .updateTags(after, gone)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.errorf("the tags stay as they were: %s", failure.getMessage());
              }
            });
  }

  /** Ends all that is our child at once. */
  public void kill() {
    try {
      if (supervisor != null) {
        supervisor.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * How this agent ends if it is to.
   *
   * @param with the settings that it is started with
   */
  Termination.Run termination(AgentSettings with) {
    return new Termination.Run() {
      @Override
      public void stop() {
        requestLeave();
      }

      @Override
      public Duration limit() {
        return with.stop().total();
      }

      @Override
      public void kill() {
        Agent.this.kill();
      }

      @Override
      public OptionalInt code() {
        if (cluster == null) {
          return OptionalInt.of(TERMINATED);
        }
        return with.supervise().app().isPresent()
            ? OptionalInt.of(appOver.getNow(KILLED))
            : OptionalInt.empty();
      }
    };
  }

  /** Wants traffic, or does not. */
  public CompletionStage<Void> mode(TrafficMode mode) {
    return standing.mode(mode);
  }

  /**
   * Waits until all balancers have confirmed that they send no new requests here and have none
   * under way, within the limits for a stop.
   *
   * @return completes with what was not reached, in words; empty: all is well
   */
  public CompletionStage<Optional<String>> drained() {
    var limits = settings.stop();
    return withdrawal
        .confirmed(limits.drain(), limits.connections())
        .thenApply(
            report -> {
              if (!report.waiting().isEmpty()) {
                return Optional.of("not confirmed by " + report.shown());
              }
              return report.underWay() == 0
                  ? Optional.empty()
                  : Optional.of(report.underWay() + " requests are still under way");
            });
  }

  /**
   * Ends in good order; see {@link GracefulShutdown}. HAProxy, if there is one, is stopped last.
   * Blocks.
   *
   * @return what to end with: the application's exit code, if it was our child
   */
  public int stop() {
    if (cluster == null) {
      return 0;
    }
    new GracefulShutdown(cluster, withdrawal, health, supervisor, settings.stop())
        .go(!settings.isBalancer() && !placeLost.isDone());
    handlers.close();
    if (proxyWatch != null) {
      proxyWatch.close();
    }
    if (balancer != null) {
      balancer.close(true);
    }
    LOG.info("left");
    return supervisor.hasApp() ? appOver.getNow(0) : 0;
  }
}
