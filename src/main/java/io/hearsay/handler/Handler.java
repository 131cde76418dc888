package io.hearsay.handler;

import io.hearsay.membership.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A script with its queue: it is called for one event after the other, in their order. Events about
 * members that wait behind each other and are of one type go into one call. If the queue is full an
 * event is lost, counted and told: a script that must be right asks {@code hearsay members}.
 */
final class Handler implements AutoCloseable {
  /** Events that may wait. */
  static final int MAX_WAITING = 256;

  private static final Logger LOG = Logger.getLogger("hearsay.handler");

  private final HandlerSpec spec;
  private final Duration limit;
  private final Supplier<Member> self;
  private final ArrayDeque<HandlerEvent> waiting = new ArrayDeque<>();
  private final Thread worker;
  private long lost;
  private long told;
  private boolean closed;

  Handler(HandlerSpec spec, Duration limit, Supplier<Member> self) {
    this.spec = spec;
    this.limit = limit;
    this.self = self;
    worker = Thread.ofPlatform().daemon().name("handler " + spec.script()).start(this::work);
  }

  boolean takes(HandlerEvent happening) {
    return spec.takes(happening);
  }

  /** Queues it; never blocks. */
  synchronized void add(HandlerEvent happening) {
    if (closed || waiting.size() >= MAX_WAITING) {
      if (!closed && lost++ == told) {
        LOG.warnf("the handler `%s` is too slow: events are lost", spec.script());
      }
      done(happening, "");
      return;
    }
    waiting.add(happening);
    notifyAll();
  }

  /** Events that were lost so far. */
  synchronized long lost() {
    return lost;
  }

  private synchronized HandlerEvent next() throws InterruptedException {
    while (waiting.isEmpty()) {
      if (lost > told) {
        LOG.warnf("the handler `%s` has lost %s events", spec.script(), lost - told);
        told = lost;
      }
      wait();
    }
    var first = waiting.remove();
    if (!(first instanceof HandlerEvent.Members members)) {
      return first;
    }
    var all = new ArrayList<>(members.members());
    while (waiting.peek() instanceof HandlerEvent.Members more
        && more.type().equals(first.type())) {
      all.addAll(more.members());
      waiting.remove();
    }
    return new HandlerEvent.Members(first.type(), all);
  }

  private void work() {
    try {
      while (true) {
        var happening = next();
        var output = "";
        try {
          output = run(happening);
        } catch (IOException | RuntimeException e) {
          LOG.errorf("the handler `%s` cannot be run: %s", spec.script(), e.getMessage());
        } finally {
          done(happening, output);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  private String run(HandlerEvent happening) throws IOException, InterruptedException {
    var outcome =
        Script.run(
            spec.script(),
            SerfEnvironment.environment(happening, self.get()),
            SerfEnvironment.input(happening),
            limit);
    if (outcome.killed()) {
      LOG.warnf(
          "the handler `%s` did not end within %s ms (hearsay.handler-limit) at %s and was killed",
          spec.script(), limit.toMillis(), happening.type());
      return "";
    }
    if (outcome.code() != 0) {
      LOG.warnf(
          "the handler `%s` ended with %s at %s", spec.script(), outcome.code(), happening.type());
    }
    return outcome.output();
  }

  private static void done(HandlerEvent happening, String output) {
    if (happening instanceof HandlerEvent.Query query) {
      query.reply().complete(output);
    }
  }

  /** Kills what runs and forgets what waits. */
  @Override
  public synchronized void close() {
    closed = true;
    waiting.forEach(h -> done(h, ""));
    waiting.clear();
    worker.interrupt();
  }
}
