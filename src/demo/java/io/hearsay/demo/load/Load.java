package io.hearsay.demo.load;

import io.hearsay.demo.load.Failure.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Begins requests at a constant rate, whether or not earlier ones were answered: a client that
 * waits for a slow server would hide the very outage it is to measure. Every second request opens a
 * connection of its own, the others take turns on ten connections that are kept alive.
 */
public final class Load implements AutoCloseable {
  private static final int VISITORS = 10;

  private final InetSocketAddress target;
  private final Thread pacer;
  private final ArrayDeque<Wire> idle = new ArrayDeque<>();
  private int kept;
  private volatile Tally tally = new Tally();
  private volatile boolean stopped;

  private Load(InetSocketAddress target, int perSecond) {
    this.target = target;
    var period = Duration.ofSeconds(1).toNanos() / perSecond;
    this.pacer = Thread.ofPlatform().daemon().name("load").unstarted(() -> pace(period));
  }

  /** Begins at once. */
  public static Load start(InetSocketAddress target, int perSecond) {
    var load = new Load(target, perSecond);
    load.pacer.start();
    return load;
  }

  /** Counts what begins from now on in a new tally. The old one completes by itself. */
  public Tally next() {
    tally = new Tally();
    return tally;
  }

  private void pace(long period) {
    var due = System.nanoTime();
    for (var keep = true; !stopped; keep = !keep) {
      for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      due += period;
      begin(keep);
    }
  }

  private void begin(boolean keep) {
    var current = tally;
    current.begin();
    Thread.ofVirtual().start(() -> request(keep, current));
  }

  private void request(boolean keep, Tally current) {
    var begun = System.nanoTime();
    var habit = keep ? "keep:" : "conn:";
    try {
      var answer = keep ? getAgainIfIdleClosed(current) : getOnce();
      if (answer.status() >= 500) {
        current.failed(habit + answer.status());
      } else if (answer.backend().isEmpty()) {
        current.failed(habit + name(Kind.UNSIGNED));
      } else {
        current.answered(answer.backend(), Duration.ofNanos(System.nanoTime() - begun));
      }
    } catch (Failure e) {
      current.failed(habit + name(e.kind()));
    }
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private Answer getOnce() throws Failure {
    try (var wire = Wire.open(target)) {
      return wire.get(false);
    }
  }

  private Answer getAgainIfIdleClosed(Tally current) throws Failure {
    try {
      return getKeepingAlive(take());
    } catch (Failure e) {
      if (e.kind() != Kind.IDLE_CLOSE) {
        throw e;
      }
      current.sentAgain();
      return getKeepingAlive(open());
    }
  }

  private Answer getKeepingAlive(Wire wire) throws Failure {
    Answer answer;
    try {
      answer = wire.get(true);
    } catch (Failure e) {
      forget();
      throw e;
    }
    if (answer.keepAlive() && !stopped) {
      giveBack(wire);
    } else {
      wire.close();
      forget();
    }
    return answer;
  }

  /** The connection that was idle for the longest time, or a new one while there are few. */
  private Wire take() throws Failure {
    synchronized (idle) {
      if (kept >= VISITORS && !idle.isEmpty()) {
        return idle.removeFirst();
      }
    }
    return open();
  }

  private Wire open() throws Failure {
    var wire = Wire.open(target);
    synchronized (idle) {
      kept++;
    }
    return wire;
  }

  private void giveBack(Wire wire) {
    synchronized (idle) {
      idle.addLast(wire);
    }
  }

  private void forget() {
    synchronized (idle) {
      kept--;
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
