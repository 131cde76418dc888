package io.hearsay.agent;

import io.hearsay.appcheck.AppHealth;
import io.hearsay.appcheck.AppState;
import io.hearsay.balancer.Proxy;
import io.hearsay.balancer.Reconciler;
import io.hearsay.balancer.observe.History;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.config.AgentSettings;
import io.hearsay.config.StopSettings;
import io.hearsay.drain.DrainCoordinator;
import io.hearsay.drain.DrainResponder;
import io.hearsay.finding.Finding;
import io.hearsay.finding.Findings;
import io.hearsay.handler.HandlerSettings;
import io.hearsay.handler.Handlers;
import io.hearsay.membership.Cluster;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Tags;
import io.hearsay.membership.TrafficMode;
import io.hearsay.membership.UserEvent;
import io.hearsay.metric.Histogram;
import io.hearsay.process.MemoryTrim;
import io.hearsay.supervise.Supervisor;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The parts of an agent whose member is up: the application and its health and, on a balancer, the
 * pipeline that works from the cluster's views. All parts are created before the first one is
 * started, so that none encounters another that does not exist yet.
 */
final class RunningAgent {
  private static final Logger LOG = Logger.getLogger("hearsay");

  /** Interval of what may be a few seconds late, such as the log's summaries. */
  private static final long TICK_MILLIS = 10_000;

  /** When the start-up phase is over and its memory can be released. */
  private static final long TRIM_AFTER_MILLIS = 2000;

  /** The part of a stop's whole time that is reserved for its end. */
  private static final Duration LAST_WORDS = Duration.ofMillis(300);

  private final Vertx vertx;
  private final Cluster cluster;
  private final Promises promises;
  private final Consumer<AgentEvent> tell;
  private final MemberLog memberLog = new MemberLog(LOG::info, System::nanoTime);
  private final Optional<Reconciler> balancer;
  private final Optional<ProxyWatch> proxyWatch;
  private final Handlers handlers;
  private final LocalMemberState standing;
  private final DrainCoordinator withdrawal;
  private final Supervisor supervisor;
  private final AppHealth health;
  private final FindingWatch findingWatch;
  private final AtomicBoolean looksSoon = new AtomicBoolean();
  private final AtomicBoolean ownLeaveTold = new AtomicBoolean();

  /** The newest view that has been passed on. On the cluster's context. */
  private ClusterView seen;

  /**
   * What callers outside wait for.
   *
   * @param leaveRequested completes when the agent has been asked to leave; nothing is started then
   * @param appOver completes with the exit code of the application when it has ended for good
   * @param placeLost completes with the reason if another process has taken this member's name for
   *     good
   */
  record Promises(
      CompletableFuture<Void> leaveRequested,
      CompletableFuture<Integer> appOver,
      CompletableFuture<String> placeLost) {
    boolean stays() {
      return !leaveRequested.isDone();
    }
  }

  /**
   * Creates the parts without starting any.
   *
   * @param cluster the local member, which is up
   * @param tell receives each event; must not block
   */
  RunningAgent(
      Vertx vertx,
      AgentSettings with,
      Cluster cluster,
      Promises promises,
      Consumer<AgentEvent> tell) {
    this.vertx = vertx;
    this.cluster = cluster;
    this.promises = promises;
    this.tell = tell;
    balancer = with.isBalancer() ? Optional.of(new Reconciler(with.balancer())) : Optional.empty();
    proxyWatch =
        balancer.map(
            b ->
                ProxyWatch.start(
                    with.balancer(), b, drift -> tell.accept(new AgentEvent.DriftEvent(drift))));
    seen = cluster.view();
    handlers = new Handlers(with.handlers(), () -> cluster.view().local());
    standing = new LocalMemberState(cluster, with.cluster().healthy());
    withdrawal = new DrainCoordinator(vertx, cluster);
    supervisor = new Supervisor(with.supervise(), new AppLife());
    findingWatch = new FindingWatch(this::findings, tell);
    boolean child = with.supervise().app().isPresent();
    health =
        new AppHealth(vertx, with.check(), child, () -> cluster.view().local(), this::appChanged);
  }

  /** Starts the parts, once. */
  void begin(AgentSettings with) {
    balancer.ifPresent(this::drive);
    // Scripts are called for all members, including those that were there first.
    handlers.members("member-join", seen.present());
    var unused = cluster.watch(this::viewed);
    cluster.placeLost().thenAccept(promises.placeLost()::complete);
    vertx.setPeriodic(TICK_MILLIS, t -> tick());
    if (balancer.isPresent()) {
      vertx.setPeriodic(FindingWatch.INTERVAL_MILLIS, t -> findingWatch.look());
    } else {
      lookSoon();
    }
    cluster.onEvent(this::told);
    cluster.onQuery(handlers::query);
    cluster.onQuestion(RoundTrips.SUBJECT, new RoundTrips(cluster));
    if (balancer.isEmpty()) {
      // Members with the role of a balancer are asked even if they have no pipeline.
      cluster.onQuestion(DrainCoordinator.SUBJECT, DrainResponder.NO_TRAFFIC);
    }
    LOG.infof(
        "%s is up: gossip on %s:%s, API on %s, health on %s%s",
        with.cluster().name(),
        cluster.view().local().address().getHostAddress(),
        cluster.view().local().port(),
        with.http(),
        with.health(),
        with.isBalancer() ? ", HAProxy's configuration in " + with.balancer().config() : "");
    health.start();
    if (promises.stays()) {
      supervisor.start();
    }
    vertx.setTimer(
        TRIM_AFTER_MILLIS, timer -> vertx.executeBlocking(MemoryTrim::run, false).mapEmpty());
  }

  private void tick() {
    memberLog.tick();
    // The others may cease to accept a member that sees no change.
    if (balancer.isEmpty() && isApart()) {
      lookSoon();
    }
  }

  private void drive(Reconciler pipeline) {
    pipeline.onEvent(event -> tell.accept(new AgentEvent.ProxyEvent(event)));
    if (promises.stays()) {
      pipeline.start();
    }
    cluster.onQuestion(DrainCoordinator.SUBJECT, new DrainResponder(vertx, cluster, pipeline));
  }

  private void told(UserEvent event) {
    tell.accept(new AgentEvent.User(event));
    handlers.user(event);
  }

  private void viewed(ClusterView view) {
    var before = seen;
    seen = view;
    balancer.ifPresentOrElse(pipeline -> pipeline.submit(view), this::lookSoon);
    var events = ViewChanges.between(before, view);
    memberLog.add(events);
    for (var event : events) {
      tell.accept(event);
      event.scripts().forEach(type -> handlers.members(type, List.of(event.member())));
      if (event.type().equals("member-leave") && event.member().name().equals(view.self())) {
        ownLeaveTold.set(true);
      }
    }
  }

  /**
   * Schedules a check of the findings. Once a member that is not a balancer has joined, they hardly
   * change but with the members, so it need not wake up in between.
   */
  private void lookSoon() {
    if (looksSoon.compareAndSet(false, true)) {
      vertx.setTimer(
          FindingWatch.INTERVAL_MILLIS,
          t -> {
            looksSoon.set(false);
            if (findingWatch.look() || isApart()) {
              lookSoon();
            }
          });
    }
  }

  private boolean isApart() {
    var figures = cluster.figures();
    return !figures.joined() || !figures.refusal().isEmpty();
  }

  private void appChanged(AppState state) {
    if (state.passing()) {
      supervisor.appIsWell();
    }
    standing.healthy(state.passing());
  }

  /** Relates the application's life cycle to its health. */
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
      promises.appOver().complete(code);
    }
  }

  Cluster cluster() {
    return cluster;
  }

  Optional<Proxy> proxy() {
    return balancer.map(Proxy.class::cast);
  }

  Observation observation() {
    return proxyWatch.map(ProxyWatch::observation).orElse(Observation.NONE);
  }

  /** The current findings. */
  List<Finding> findings() {
    var services =
        balancer
            .map(pipeline -> Findings.of(pipeline.status(), observation()))
            .orElseGet(() -> Findings.of(cluster.view()));
    return Stream.concat(services.stream(), Findings.of(cluster.figures()).stream()).toList();
  }

  /** The current findings except new ones. */
  List<Finding> lastingFindings() {
    return findingWatch.current();
  }

  Optional<History> history() {
    return proxyWatch.map(ProxyWatch::history);
  }

  AppState app() {
    return health.state();
  }

  Histogram checks() {
    return health.durations();
  }

  SortedMap<String, Integer> restarts() {
    return supervisor.restarts();
  }

  void signalApp(String signal) {
    supervisor.signalApp(signal);
  }

  /** Sets the new tags and deletes those that are no longer given. */
  void retag(Tags before, Tags now) {
    var gone = new TreeSet<>(before.asMap().keySet());
    gone.removeAll(now.asMap().keySet());
    cluster
        .updateTags(now.asMap(), gone)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.errorf("the tags stay as they were: %s", failure.getMessage());
              }
            });
  }

  CompletionStage<Void> mode(TrafficMode mode) {
    return standing.mode(mode);
  }

  /** See {@link Agent#drained()}. */
  CompletionStage<Optional<String>> drained(StopSettings limits) {
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

  /** Kills all programs that Hearsay runs. */
  void kill() {
    try {
      supervisor.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Replaces the event handlers. */
  void handlers(HandlerSettings now) {
    handlers.reload(now);
  }

  /**
   * See {@link Agent#stop()}. Scripts are called for the member's own leave, and may run while
   * HAProxy ends.
   */
  int stop(AgentSettings with) {
    long end = System.nanoTime() + with.stop().total().minus(LAST_WORDS).toNanos();
    new GracefulShutdown(cluster, withdrawal, health, supervisor, with.stop())
        .go(!with.isBalancer() && !promises.placeLost().isDone());
    if (!promises.placeLost().isDone() && ownLeaveTold.compareAndSet(false, true)) {
      handlers.members("member-leave", List.of(cluster.view().local()));
    }
    handlers.finish();
    proxyWatch.ifPresent(ProxyWatch::close);
    balancer.ifPresent(pipeline -> pipeline.close(true));
    handlers.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    LOG.info("left");
    return supervisor.hasApp() ? promises.appOver().getNow(0) : 0;
  }
}
