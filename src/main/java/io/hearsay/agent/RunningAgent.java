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
import org.jboss.logging.Logger;

/**
 * The parts of an agent whose member is up: the application and its health and, on a balancer, the
 * pipeline that the cluster's views feed. All of them are made before the first one begins, so that
 * nobody meets a part that is not there yet.
 */
final class RunningAgent {
  private static final Logger LOG = Logger.getLogger("hearsay");

  /** What the log sums up is a minute old by then; some seconds more do no harm. */
  private static final long LOG_TICK_MILLIS = 10_000;

  /** By then what only a start needs was needed. */
  private static final long TRIM_AFTER_MILLIS = 2000;

  /** Of the whole time of a stop, so much is kept for its end. */
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

  /** The newest view of which everybody was told. On the cluster's context. */
  private ClusterView seen;

  /**
   * What others wait for.
   *
   * @param leaveRequested is done when the agent has been asked to leave: nothing is started then
   * @param appOver completes with the exit code of the application, which has ended for good
   * @param placeLost completes with the reason if another process has this member's name for good
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
   * Makes the parts; nothing begins yet.
   *
   * @param cluster the local member, which is up
   * @param tell hears of each event; must not block
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

  /** Begins, once. */
  void begin(AgentSettings with) {
    balancer.ifPresent(this::drive);
    // Scripts hear of everybody, those included that were there first.
    handlers.members("member-join", seen.present());
    var unused = cluster.watch(this::viewed);
    cluster.placeLost().thenAccept(promises.placeLost()::complete);
    vertx.setPeriodic(LOG_TICK_MILLIS, t -> memberLog.tick());
    if (balancer.isPresent()) {
      vertx.setPeriodic(FindingWatch.INTERVAL_MILLIS, t -> findingWatch.look());
    } else {
      lookSoon();
    }
    cluster.onEvent(this::told);
    cluster.onQuery(handlers::query);
    cluster.onQuestion(RoundTrips.SUBJECT, new RoundTrips(cluster));
    if (balancer.isEmpty()) {
      // One whose role says that it is a balancer is asked all the same.
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
   * What is to be found at a member that is no balancer changes with the members only: it need not
   * wake up for that in between.
   */
  private void lookSoon() {
    if (looksSoon.compareAndSet(false, true)) {
      vertx.setTimer(
          FindingWatch.INTERVAL_MILLIS,
          t -> {
            looksSoon.set(false);
            if (findingWatch.look()) {
              lookSoon();
            }
          });
    }
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

  /** What an operator should know, as it is now. */
  List<Finding> findings() {
    return balancer
        .map(pipeline -> Findings.of(pipeline.status(), observation()))
        .orElseGet(() -> Findings.of(cluster.view()));
  }

  /** The same without what has only just come. */
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

  /** Says the tags that are to be, and takes back those that are no more. */
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

  /** Ends all that is our child at once. */
  void kill() {
    try {
      supervisor.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Calls other scripts on events from now on. */
  void handlers(HandlerSettings now) {
    handlers.reload(now);
  }

  /**
   * See {@link Agent#stop()}. Scripts hear of the member's own leave, and may end while HAProxy
   * does.
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
