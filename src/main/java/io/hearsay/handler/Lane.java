package io.hearsay.handler;

import io.hearsay.membership.Member;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A queue of events and the thread that calls scripts for them one after another, in the order of
 * events. Consecutive queued events about members, of the same type and for the same scripts, are
 * combined in one call. If the queue is full, events are lost, counted and logged: a script that
 * must be right runs {@code hearsay members}.
 */
final class Lane {
  /** Maximum number of queued events. */
  static final int MAX_WAITING = 256;

  private static final Logger LOG = Logger.getLogger("hearsay.handler");

  /**
   * An event and the scripts to call for it.
   *
   * @param specs at least one
   */
  record Work(HandlerEvent event, List<HandlerSpec> specs) {}

  private final String name;
  private final Supplier<Duration> limit;
  private final Supplier<Member> self;
  private final ArrayDeque<Work> waiting = new ArrayDeque<>();
  private Thread worker;
  private long lost;
  private long told;
  private boolean closing;

  /**
   * Creates a queue.
   *
   * @param name for the thread and the log
   * @param limit supplies how long a script may run
   * @param self supplies the local member
   */
  Lane(String name, Supplier<Duration> limit, Supplier<Member> self) {
    this.name = name;
    this.limit = limit;
    this.self = self;
  }

  /** Queues work; never blocks. */
  synchronized void add(Work work) {
    if (closing || waiting.size() >= MAX_WAITING) {
      if (!closing && lost++ == told) {
        LOG.warnf("%s: too slow, events are lost", name);
      }
      unanswered(work);
      return;
    }
    waiting.add(work);
    if (worker == null) {
      // Started lazily, since an agent without scripts needs no thread.
      worker = Thread.ofPlatform().daemon().name(name).start(this::work);
    }
    notifyAll();
  }

  /** Number of events lost so far. */
  synchronized long lost() {
    return lost;
  }

  /** The next piece of work, or null when there will be no more. */
  private synchronized Work next() throws InterruptedException {
    while (waiting.isEmpty()) {
      if (lost > told) {
        LOG.warnf("%s: %s events were lost", name, lost - told);
        told = lost;
      }
      if (closing) {
        return null;
      }
      wait();
    }
    var first = waiting.remove();
    if (!(first.event() instanceof HandlerEvent.Members members)) {
      return first;
    }
    var all = new ArrayList<>(members.members());
    while (waiting.peek() != null
        && waiting.peek().event() instanceof HandlerEvent.Members more
        && more.type().equals(members.type())
        && waiting.peek().specs().equals(first.specs())) {
      all.addAll(more.members());
      waiting.remove();
    }
    return new Work(new HandlerEvent.Members(members.type(), all), first.specs());
  }

  private void work() {
    try {
      for (var work = next(); work != null; work = next()) {
        run(work);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  private void run(Work work) throws InterruptedException {
    try {
      for (var spec : work.specs()) {
        var answer = ScriptCall.run(spec, work.event(), self.get(), limit.get());
        if (work.event() instanceof HandlerEvent.Query query && !answer.isEmpty()) {
          query.reply().complete(answer);
        }
      }
    } finally {
      unanswered(work);
    }
  }

  private static void unanswered(Work work) {
    if (work.event() instanceof HandlerEvent.Query query) {
      query.unanswered();
    }
  }

  /** Takes no further work; what is queued is still done. */
  synchronized void finish() {
    closing = true;
    notifyAll();
  }

  private synchronized Thread worker() {
    return worker;
  }

  /** Waits for the end of the last script, at most this long. */
  void await(Duration longest) throws InterruptedException {
    var running = worker();
    if (running != null) {
      var unused = running.join(longest.isPositive() ? longest : Duration.ofMillis(1));
    }
  }

  /** Kills the running script and discards queued work. */
  synchronized void kill() {
    closing = true;
    waiting.forEach(Lane::unanswered);
    waiting.clear();
    if (worker != null) {
      worker.interrupt();
    }
  }
}
