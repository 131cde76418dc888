package io.hearsay.agent;

import io.hearsay.appcheck.AppState;
import io.hearsay.balancer.Proxy;
import io.hearsay.balancer.observe.History;
import io.hearsay.balancer.observe.Observation;
import io.hearsay.config.AgentSettings;
import io.hearsay.finding.Finding;
import io.hearsay.membership.Cluster;
import io.hearsay.membership.TrafficMode;
import io.hearsay.membership.node.ClusterNode;
import io.hearsay.metric.Histogram;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One agent, which is starting or running: until its member is up there is none of its parts, from
 * then on there are all of them ({@link RunningAgent}). Started once, stopped once; may be asked at
 * any time, also before and after.
 */
@Singleton
public class Agent {
  private static final Logger LOG = Logger.getLogger("hearsay");
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

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
  private volatile Optional<AgentSettings> settings = Optional.empty();
  private volatile Optional<RunningAgent> running = Optional.empty();

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
    settings = Optional.of(with);
    var promises = new RunningAgent.Promises(leaveRequested, appOver, placeLost);
    var parts = new RunningAgent(vertx, with, member(with), promises, this::tell);
    // Before anything of it begins: whoever ends this process has to find what it started.
    running = Optional.of(parts);
    parts.begin(with);
    up.complete(with);
  }

  private Cluster member(AgentSettings with) throws StartFailed {
    try {
      return ClusterNode.start(with.cluster(), vertx)
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

  /** The last events, for who comes later or comes back. */
  public EventRing events() {
    return events;
  }

  /** Completes with the settings when everything was started. */
  public CompletionStage<AgentSettings> up() {
    return up.minimalCompletionStage();
  }

  /** The settings, once it was started. */
  public Optional<AgentSettings> settings() {
    return settings;
  }

  /** The cluster, once it was started. */
  public Optional<Cluster> cluster() {
    return running.map(RunningAgent::cluster);
  }

  /** The pipeline, if this is a balancer and it was started. */
  public Optional<Proxy> proxy() {
    return running.flatMap(RunningAgent::proxy);
  }

  /** What HAProxy says of itself; nothing was seen if this is no balancer. */
  public Observation observation() {
    return running.map(RunningAgent::observation).orElse(Observation.NONE);
  }

  /** What HAProxy had to do in the last hour; absent if this is no balancer. */
  public Optional<History> history() {
    return running.flatMap(RunningAgent::history);
  }

  /** What an operator should know, as it is now; the worst first. */
  public List<Finding> findings() {
    return running.map(RunningAgent::findings).orElse(List.of());
  }

  /** The same without what has only just come, and may be over in a moment. */
  public List<Finding> lastingFindings() {
    return running.map(RunningAgent::lastingFindings).orElse(List.of());
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
    return running.map(RunningAgent::app);
  }

  /** How long the application's checks took; absent before the start. */
  public Optional<Histogram> checks() {
    return running.map(RunningAgent::checks);
  }

  /** How often each supervised program was started again, by name; none before the start. */
  public SortedMap<String, Integer> restarts() {
    return running.map(RunningAgent::restarts).orElseGet(TreeMap::new);
  }

  /** Hands a signal on to the application, if it is our child and that signal is to be. */
  public void signalApp(String signal) {
    if (settings.filter(with -> with.supervise().signals().contains(signal)).isPresent()) {
      running.ifPresent(parts -> parts.signalApp(signal));
    }
  }

  /**
   * Takes over what can change while it runs: the tags, the scripts on events, the token, the
   * limits of the stop (and the log's level, which is the process'); a template is looked at all
   * the time anyway. The rest takes effect at the next start.
   */
  public void reread(AgentSettings now) {
    var before = settings.orElseThrow();
    if (now.isBalancer() != before.isBalancer()) {
      LOG.error("the role cannot change to or from balancer while the agent runs; restart it");
      return;
    }
    settings = Optional.of(now);
    running.ifPresent(
        parts -> {
          parts.retag(before.cluster().tags(), now.cluster().tags());
          parts.handlers(now.handlers());
        });
  }

  /** Ends all that is our child at once. */
  public void kill() {
    running.ifPresent(RunningAgent::kill);
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
        if (running.isEmpty()) {
          return OptionalInt.of(TERMINATED);
        }
        return with.supervise().app().isPresent()
            ? OptionalInt.of(appOver.getNow(KILLED))
            : OptionalInt.empty();
      }
    };
  }

  /** Wants traffic, or does not. Fails while the agent starts. */
  public CompletionStage<Void> mode(TrafficMode mode) {
    return running
        .map(parts -> parts.mode(mode))
        .orElseGet(() -> CompletableFuture.failedStage(starting()));
  }

  /**
   * Waits until all balancers have confirmed that they send no new requests here and have none
   * under way, within the limits for a stop. Fails while the agent starts.
   *
   * @return completes with what was not reached, in words; empty: all is well
   */
  public CompletionStage<Optional<String>> drained() {
    return running
        .map(parts -> parts.drained(settings.orElseThrow().stop()))
        .orElseGet(() -> CompletableFuture.failedStage(starting()));
  }

  private static IllegalStateException starting() {
    return new IllegalStateException("the agent is still starting");
  }

  /**
   * Ends in good order; see {@link GracefulShutdown}. HAProxy, if there is one, is stopped last.
   * Blocks.
   *
   * @return what to end with: the application's exit code, if it was our child
   */
  public int stop() {
    return running.map(parts -> parts.stop(settings.orElseThrow())).orElse(0);
  }
}
