package io.hearsay.handler;

import io.hearsay.membership.Member;
import io.hearsay.membership.Payload;
import io.hearsay.membership.UserEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * All event handlers of an agent. Scripts are called one after another, in the order of events and,
 * for one event, in the order in which they are given, so that a script that removes a member never
 * overtakes the one that added it. Handlers marked as parallel have a queue of their own. No method
 * except {@link #await} blocks.
 */
public final class Handlers implements AutoCloseable {
  private final Supplier<Member> self;
  private final Lane inOrder;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("handlers' timer").unstarted(work));

  /** By the time for which they wait; one for all scripts of that time. */
  private final Map<Duration, Coalescer> coalescers = new HashMap<>();

  private volatile List<Route> routes = List.of();
  private volatile Duration limit;
  private volatile boolean ended;

  /** How events reach a script. */
  private record Route(HandlerSpec spec, Lane lane) {
    Optional<Duration> coalesce() {
      return spec.manner().coalesce();
    }
  }

  /**
   * Prepares the handlers.
   *
   * @param self supplies the local member
   */
  public Handlers(HandlerSettings settings, Supplier<Member> self) {
    this.self = self;
    this.limit = settings.limit();
    this.inOrder = new Lane("handlers", () -> limit, self);
    reload(settings);
  }

  /** Replaces the handlers. Scripts that are queued are still called, and running ones finish. */
  public synchronized void reload(HandlerSettings settings) {
    limit = settings.limit();
    // What they hold is for the scripts so far.
    coalescers.values().forEach(Coalescer::flush);
    var before = new HashMap<HandlerSpec, Route>();
    routes.forEach(route -> before.put(route.spec(), route));
    var now = new ArrayList<Route>();
    for (var spec : settings.handlers()) {
      var kept = before.remove(spec);
      now.add(kept != null ? kept : route(spec));
    }
    routes = List.copyOf(now);
    var times = new HashSet<Duration>();
    now.forEach(route -> route.coalesce().ifPresent(times::add));
    coalescers.keySet().retainAll(times);
    times.forEach(time -> coalescers.computeIfAbsent(time, this::coalescer));
    before.values().forEach(this::retire);
  }

  private Coalescer coalescer(Duration quiet) {
    return new Coalescer(quiet, timer, together -> pass(together, Optional.of(quiet)));
  }

  private Route route(HandlerSpec spec) {
    var lane =
        spec.manner().parallel()
            ? new Lane("handler " + spec.script(), () -> limit, self)
            : inOrder;
    return new Route(spec, lane);
  }

  private void retire(Route route) {
    if (route.lane() != inOrder) {
      route.lane().finish();
    }
  }

  /**
   * Handles an event about members.
   *
   * @param type member-join, member-leave, member-failed, member-update, member-reap, or {@link
   *     HandlerSpec#HEALTH}
   */
  public void members(String type, List<Member> members) {
    if (!members.isEmpty()) {
      tell(new HandlerEvent.Members(type, members));
    }
  }

  /** Handles a user event. */
  public void user(UserEvent event) {
    tell(new HandlerEvent.User(event));
  }

  /**
   * Handles a query. The answer is the output of the first script that prints something and
   * succeeds; empty if there is none.
   */
  public synchronized CompletionStage<Payload> query(UserEvent query) {
    var answer = new CompletableFuture<Payload>();
    var replies = new ArrayList<CompletableFuture<Void>>();
    byLane(new HandlerEvent.Query(query, new CompletableFuture<>()), Optional.empty())
        .forEach(
            (lane, specs) -> {
              var event = new HandlerEvent.Query(query, new CompletableFuture<>());
              replies.add(
                  event
                      .reply()
                      .thenAccept(
                          said -> {
                            if (!said.isEmpty()) {
                              answer.complete(said);
                            }
                          }));
              lane.add(new Lane.Work(event, specs));
            });
    var unused =
        CompletableFuture.allOf(replies.toArray(CompletableFuture<?>[]::new))
            .thenRun(() -> answer.complete(Payload.empty()));
    return answer;
  }

  private synchronized void tell(HandlerEvent happening) {
    if (ended) {
      return;
    }
    pass(happening, Optional.empty());
    coalescers.forEach(
        (quiet, coalescer) -> {
          // Each change of the members counts, whoever is called for it.
          boolean change =
              happening instanceof HandlerEvent.Members
                  && !happening.type().equals(HandlerSpec.HEALTH);
          if (change || !byLane(happening, Optional.of(quiet)).isEmpty()) {
            coalescer.add(happening);
          }
        });
  }

  /** Takes no lock: coalesced events arrive while the coalescer holds its own. */
  private void pass(HandlerEvent happening, Optional<Duration> quiet) {
    byLane(happening, quiet).forEach((lane, specs) -> lane.add(new Lane.Work(happening, specs)));
  }

  /** The scripts with this period of coalescing, in their order, by queue. */
  private Map<Lane, List<HandlerSpec>> byLane(HandlerEvent happening, Optional<Duration> quiet) {
    var lanes = new HashMap<Lane, List<HandlerSpec>>();
    for (var route : routes) {
      boolean due = route.coalesce().equals(quiet) || happening instanceof HandlerEvent.Query;
      if (due && route.spec().takes(happening)) {
        lanes.computeIfAbsent(route.lane(), lane -> new ArrayList<>()).add(route.spec());
      }
    }
    return lanes;
  }

  /** Number of events lost since the start because scripts were too slow. */
  public synchronized long lost() {
    return lanes().stream().mapToLong(Lane::lost).sum();
  }

  private synchronized List<Lane> lanes() {
    var lanes = new ArrayList<Lane>();
    lanes.add(inOrder);
    routes.stream().map(Route::lane).filter(lane -> lane != inOrder).forEach(lanes::add);
    return lanes;
  }

  /** Takes no further events; scripts for earlier ones are still called. */
  public synchronized void finish() {
    ended = true;
    coalescers.values().forEach(Coalescer::flush);
    timer.shutdownNow();
    lanes().forEach(Lane::finish);
  }

  /**
   * Waits, after {@link #finish}, until all scripts are done, at most for this long; then kills
   * those that are left. Blocks.
   */
  public void await(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      for (var lane : lanes()) {
        lane.await(Duration.ofNanos(end - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** Kills running scripts and discards queued ones. */
  @Override
  public void close() {
    ended = true;
    timer.shutdownNow();
    lanes().forEach(Lane::kill);
  }
}
