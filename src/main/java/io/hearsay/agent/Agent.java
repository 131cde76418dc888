package io.hearsay.agent;

import io.hearsay.cluster.Cluster;
import io.hearsay.cluster.ClusterView;
import io.hearsay.cluster.GossipCluster;
import io.hearsay.cluster.Mode;
import io.hearsay.config.AgentSettings;
import io.hearsay.handler.Handlers;
import io.hearsay.proxy.Balancer;
import io.hearsay.proxy.Proxy;
import io.hearsay.proxy.ProxyStatus;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
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
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final Instant started = Instant.now();
  private final List<Consumer<AgentEvent>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> leaveRequested = new CompletableFuture<>();
  private volatile AgentSettings settings;
  private volatile Cluster cluster;
  private volatile Balancer balancer;
  private volatile Handlers handlers;
  private volatile ClusterView seen;

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

  /** Starts it all; returns when the member listens. Blocks: not for an event loop. */
  public void start(AgentSettings with) throws StartFailed {
    settings = with;
    try {
      cluster =
          GossipCluster.start(with.cluster(), vertx)
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
      balancer = new Balancer(with.balancer());
      balancer.onChange(this::proxyChanged);
      balancer.start();
    }
    handlers = new Handlers(with.handlers(), () -> cluster.view().local());
    seen = cluster.view();
    // Scripts hear of everybody, those included that were there first.
    handlers.members("member-join", seen.present());
    var unused = cluster.watch(this::viewed);
    cluster.onEvent(
        event -> {
          tell(new AgentEvent.User(event));
          handlers.user(event);
        });
    cluster.onQuery(handlers::query);
    LOG.infof(
        "%s is up: gossip on %s:%d, API on %s, health on %s%s",
        with.cluster().name(),
        cluster.view().local().address().getHostAddress(),
        cluster.view().local().port(),
        with.http(),
        with.health(),
        with.isBalancer() ? ", HAProxy's configuration in " + with.balancer().config() : "");
  }

  private void viewed(ClusterView view) {
    var before = seen;
    seen = view;
    if (balancer != null) {
      balancer.submit(view);
    }
    for (var event : ViewChanges.between(before, view)) {
      LOG.infof(
          "%s: %s at %s",
          event.type(), event.member().name(), event.member().address().getHostAddress());
      tell(event);
      handlers.members(event.type(), List.of(event.member()));
    }
  }

  private void proxyChanged(ProxyStatus status) {
    tell(
        new AgentEvent.ProxyEvent(
            status.lastError().isPresent() ? "proxy-failed" : "proxy-applied", status));
  }

  private void tell(AgentEvent event) {
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

  /** Wants traffic, or does not. */
  public CompletionStage<Void> drain(boolean on) {
    return cluster.announce(cluster.view().local().healthy(), on ? Mode.DRAIN : Mode.READY);
  }

  /**
   * Ends in good order: says that it leaves so that balancers stop giving it work, waits a little,
   * leaves, and stops HAProxy if there is one. Blocks.
   */
  public void stop() {
    if (cluster == null) {
      return;
    }
    LOG.info("leaving");
    boolean alone = cluster.view().present().size() == 1;
    await(cluster.announceLeaving());
    if (!alone && !settings.isBalancer()) {
      LockSupport.parkNanos(settings.drain().toNanos());
    }
    await(cluster.leave());
    handlers.close();
    if (balancer != null) {
      balancer.close(true);
    }
    LOG.info("left");
  }

  private static void await(CompletionStage<Void> stage) {
    try {
      stage.toCompletableFuture().get(LEAVE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf("while leaving: %s", e.getMessage());
    }
  }
}
