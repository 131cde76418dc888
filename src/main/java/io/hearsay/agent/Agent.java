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
 * One agent, which is either starting or running: none of its parts exist until its member is up,
 * all of them from then on ({@link RunningAgent}). Started once and stopped once; its getters may
 * be called at any time, even before and after.
 */
@Singleton
public class Agent {
  private static final Logger LOG = Logger.getLogger("hearsay");
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  /** The exit codes that a shell gives for programs ended by SIGKILL and SIGTERM. */
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

  /** Called by the dependency injection. */
  @Inject
  public Agent(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The agent could not be started; the message is for an operator. */
  public static final class StartFailed extends Exception {
    private static final long serialVersionUID = 1L;

    StartFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Starts the agent; returns when its member listens. If {@link #requestLeave()} is called
   * meanwhile, no other program is started, but there is a member that has to leave. Blocks, so not
   * for an event loop.
   */
  public void start(AgentSettings with) throws StartFailed {
    settings = Optional.of(with);
    var promises = new RunningAgent.Promises(leaveRequested, appOver, placeLost);
    var parts = new RunningAgent(vertx, with, member(with), promises, this::tell);
    // Set before any part starts, so that whatever ends this process finds what was started.
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
   * Adds a listener for events.
   *
   * @param listener must not block
   * @return removes the listener when run
   */
  public Runnable listen(Consumer<AgentEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** The most recent events, for clients that connect later or again. */
  public EventRing events() {
    return events;
  }

  /** Completes with the settings when everything has been started. */
  public CompletionStage<AgentSettings> up() {
    return up.minimalCompletionStage();
  }

  /** The settings, once the agent has been started. */
  public Optional<AgentSettings> settings() {
    return settings;
  }

  /** The cluster, once the agent has been started. */
  public Optional<Cluster> cluster() {
    return running.map(RunningAgent::cluster);
  }

  /** The pipeline, if this is a balancer that has been started. */
  public Optional<Proxy> proxy() {
    return running.flatMap(RunningAgent::proxy);
  }

  /** What was last observed of HAProxy; nothing if this is not a balancer. */
  public Observation observation() {
    return running.map(RunningAgent::observation).orElse(Observation.NONE);
  }

  /** HAProxy's load in the last hour; absent if this is not a balancer. */
  public Optional<History> history() {
    return running.flatMap(RunningAgent::history);
  }

  /** The current findings, the worst first. */
  public List<Finding> findings() {
    return running.map(RunningAgent::findings).orElse(List.of());
  }

  /** The current findings except those that are new and may be over in a moment. */
  public List<Finding> lastingFindings() {
    return running.map(RunningAgent::lastingFindings).orElse(List.of());
  }

  /** How long the process has been up. */
  public Duration uptime() {
    return Duration.between(started, Instant.now());
  }

  /** Asks the agent to leave and end; completes {@link #leaveRequested()}. */
  public void requestLeave() {
    leaveRequested.complete(null);
  }

  /** Completes when the agent has been asked to leave. */
  public CompletionStage<Void> leaveRequested() {
    return leaveRequested;
  }

  /**
   * Completes with the exit code of an application that Hearsay runs when it has ended for good.
   */
  public CompletionStage<Integer> appOver() {
    return appOver;
  }

  /**
   * Completes with the reason if another process has taken this member's name for good; the agent
   * then has to be stopped and end with an error.
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

  /**
   * How often each program beside the application has been restarted, by name; empty before the
   * start.
   */
  public SortedMap<String, Integer> restarts() {
    return running.map(RunningAgent::restarts).orElseGet(TreeMap::new);
  }

  /** Forwards a signal to the application, if Hearsay runs it and the signal is one to forward. */
  public void signalApp(String signal) {
    if (settings.filter(with -> with.supervise().signals().contains(signal)).isPresent()) {
      running.ifPresent(parts -> parts.signalApp(signal));
    }
  }

  /**
   * Applies the settings that can change at run time: tags, event handlers, the token and the
   * limits of a stop (the log level, being the process's, is applied elsewhere, and the template is
   * always watched). All others take effect at the next start.
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

  /** Kills all programs that Hearsay runs. */
  public void kill() {
    running.ifPresent(RunningAgent::kill);
  }

  /**
   * How to end this agent.
   *
   * @param with the settings that it was started with
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

  /** Sets whether the member wants traffic. Fails while the agent is starting. */
  public CompletionStage<Void> mode(TrafficMode mode) {
    return running
        .map(parts -> parts.mode(mode))
        .orElseGet(() -> CompletableFuture.failedStage(starting()));
  }

  /**
   * Waits, within the limits for a stop, until all balancers have confirmed that they send no new
   * requests here and have none under way. Fails while the agent is starting.
   *
   * @return completes with a description of what was not achieved; empty if all was
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
   * Stops gracefully; see {@link GracefulShutdown}. HAProxy, if there is one, is stopped last.
   * Blocks.
   *
   * @return the exit code: that of the application, if Hearsay ran it
   */
  public int stop() {
    return running.map(parts -> parts.stop(settings.orElseThrow())).orElse(0);
  }
}
