package io.hearsay.bench.apply;

import io.hearsay.demo.load.Answer;
import io.hearsay.demo.load.Failure;
import io.hearsay.demo.load.Wire;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests on a fixed schedule, whether or not earlier ones were answered (an open loop): a client
 * that waits for a slow server would hide the outage that is to be measured. Times count from the
 * instant at which a request was due, so that a delay of the client or of its connection is part of
 * them. Every second request opens a connection of its own, the others take turns on connections
 * that are kept alive.
 *
 * <p>Nothing is sent twice. A kept connection that turns out to be closed is a failed request,
 * unless the answer before had announced it with {@code Connection: close}.
 */
public final class Load implements AutoCloseable {
  /** Each is used some ten times a second at the usual rate. */
  private static final int VISITORS = 30;

  private static final Duration END_LIMIT = Duration.ofSeconds(15);

  private final InetSocketAddress target;
  private final long period;
  private final Thread pacer;
  private final ArrayDeque<Wire> idle = new ArrayDeque<>();
  private final List<Sample> samples = new ArrayList<>();
  private int kept;
  private int begun;
  private volatile boolean stopped;

  private Load(InetSocketAddress target, int perSecond) {
    this.target = target;
    this.period = Duration.ofSeconds(1).toNanos() / perSecond;
    this.pacer = Thread.ofPlatform().daemon().name("load").unstarted(this::pace);
  }

  /** Begins at once. */
  public static Load start(InetSocketAddress target, int perSecond) {
    var load = new Load(target, perSecond);
    load.pacer.start();
    return load;
  }

  private void pace() {
    long due = System.nanoTime();
    for (var keep = true; !stopped; keep = !keep) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      begin(keep, due);
      due += period;
    }
  }

  private void begin(boolean keep, long due) {
    synchronized (samples) {
      begun++;
    }
    Thread.ofVirtual().start(() -> end(request(keep, due)));
  }

  private void end(Sample sample) {
    synchronized (samples) {
      samples.add(sample);
    }
  }

  private Sample request(boolean keep, long due) {
    var habit = keep ? "keep:" : "conn:";
    var opened = new long[] {due};
    try {
      var answer = keep ? getKeepingAlive(opened) : getOnce();
      long took = System.nanoTime() - due;
      if (answer.status() >= 500) {
        return new Sample(due, took, opened[0], "", habit + "http_" + answer.status());
      }
      return answer.backend().isEmpty()
          ? new Sample(due, took, opened[0], "", habit + name(Failure.Kind.UNSIGNED))
          : new Sample(due, took, opened[0], answer.backend(), "");
    } catch (Failure e) {
      return new Sample(due, System.nanoTime() - due, opened[0], "", habit + name(e.kind()));
    }
  }

  private static String name(Failure.Kind kind) {
    return kind == Failure.Kind.IDLE_CLOSE ? "ka_eof" : kind.name().toLowerCase(Locale.ROOT);
  }

  private Answer getOnce() throws Failure {
    try (var wire = Wire.open(target)) {
      return wire.get(false);
    }
  }

  /** Says when the connection was opened, failed or not. */
  private Answer getKeepingAlive(long[] opened) throws Failure {
    var wire = take();
    opened[0] = wire.openedAt();
    boolean again = false;
    try {
      var answer = wire.get(true);
      again = answer.keepAlive();
      return answer;
    } finally {
      putBack(wire, again);
    }
  }

  /** The connection that was idle for the longest time, or a new one while there are few. */
  private Wire take() throws Failure {
    synchronized (idle) {
      if (kept >= VISITORS && !idle.isEmpty()) {
        return idle.removeFirst();
      }
      kept++;
    }
    try {
      return Wire.open(target);
    } catch (Failure e) {
      synchronized (idle) {
        kept--;
      }
      throw e;
    }
  }

  private void putBack(Wire wire, boolean again) {
    synchronized (idle) {
      // After a jam there are many; none may be left to age until the other side closes it.
      if (again && !stopped && kept <= 2 * VISITORS) {
        idle.addLast(wire);
        return;
      }
      kept--;
    }
    wire.close();
  }

  /** How many requests were answered or have failed so far. */
  int ended() {
    synchronized (samples) {
      return samples.size();
    }
  }

  private int begun() {
    synchronized (samples) {
      return begun;
    }
  }

  /** Stops, waits for what is under way, and returns what became of all requests. */
  public Outcome stop() {
    close();
    Await.until("every request of the load has ended", END_LIMIT, () -> ended() == begun());
    synchronized (samples) {
      return new Outcome(samples);
    }
  }

  /** Stops beginning requests and closes the idle connections. */
  @Override
  public void close() {
    stopped = true;
    try {
      pacer.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (idle) {
      idle.forEach(Wire::close);
      idle.clear();
    }
  }
}
