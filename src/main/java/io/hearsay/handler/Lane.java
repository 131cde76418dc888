package io.hearsay.handler;

import io.hearsay.membership.Member;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A queue of events and the thread that calls scripts for them, one after the other, in the order
 * of the events. Events about members that wait behind each other, of one type and for the same
 * scripts, go into one call. If the queue is full an event is lost, counted and told: a script that
 * must be right asks {@code hearsay members}.
 */
final class Lane {
  /** Events that may wait. */
  static final int MAX_WAITING = 256;

  private static final Logger LOG = Logger.getLogger("hearsay.handler");

  /**
   * An event and the scripts that it goes to.
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
   * Begins to wait for work.
   *
   * @param name for threads and the log
   * @param limit how long a script may run
   * @param self the local member as it is now
   */
  Lane(String name, Supplier<Duration> limit, Supplier<Member> self) {
    this.name = name;
    this.limit = limit;
    this.self = self;
  }

  /** Queues it; never blocks. */
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
      // An agent without scripts needs no thread for them.
      worker = Thread.ofPlatform().daemon().name(name).start(this::work);
    }
    notifyAll();
  }

  /** Events that were lost so far. */
  synchronized long lost() {
    return lost;
  }

  /** The next, or null when there will be none. */
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

  /** Takes nothing more; what waits is still done. */
  synchronized void finish() {
    closing = true;
    notifyAll();
  }

  private synchronized Thread worker() {
    return worker;
  }

  /** Waits for the end of the last script, at most so long. */
  void await(Duration longest) throws InterruptedException {
    var running = worker();
    if (running != null) {
      var unused = running.join(longest.isPositive() ? longest : Duration.ofMillis(1));
    }
  }

  /** Kills what runs and forgets what waits. */
  synchronized void kill() {
    closing = true;
    waiting.forEach(Lane::unanswered);
    waiting.clear();
    if (worker != null) {
      worker.interrupt();
    }
  }
}
