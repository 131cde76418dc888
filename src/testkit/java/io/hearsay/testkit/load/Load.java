package io.hearsay.testkit.load;

import io.hearsay.testkit.Await;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests on a fixed schedule, whether or not earlier ones were answered (an open loop): a client
 * that waits for a slow server would hide the very outage that is to be measured. Times count from
 * the instant at which a request was due, so they include delays of the client and of its
 * connection. Every second request opens a connection of its own; the others take turns on
 * connections that are kept alive.
 */
public final class Load implements AutoCloseable {
  private static final Duration END_LIMIT = Duration.ofSeconds(15);

  private final InetSocketAddress target;
  private final int visitors;
  private final boolean again;
  private final Thread pacer;
  private final ArrayDeque<Wire> idle = new ArrayDeque<>();
  private int kept;
  private volatile Tally tally = new Tally();
  private volatile boolean stopped;

  private Load(InetSocketAddress target, int perSecond, int visitors, boolean again) {
    this.target = target;
    this.visitors = visitors;
    this.again = again;
    var period = Duration.ofSeconds(1).toNanos() / perSecond;
    this.pacer = Thread.ofPlatform().daemon().name("load").unstarted(() -> pace(period));
    pacer.start();
  }

  /**
   * Starts immediately and behaves like a browser: a request that hits a kept connection just as
   * the server closes it, as the server may, is retried on a new one. Ten connections are kept.
   */
  public static Load start(InetSocketAddress target, int perSecond) {
    return new Load(target, perSecond, 10, true);
  }

  /**
   * Starts immediately and never retries: a kept connection that turns out to be closed is a
   * failed request, unless the previous answer had announced it with {@code Connection: close}.
   * Thirty connections are kept; at 600 requests a second, each is used some ten times a second.
   */
  public static Load strict(InetSocketAddress target, int perSecond) {
    return new Load(target, perSecond, 30, false);
  }

  /** Counts requests that begin from now on in a new tally. The old one completes by itself. */
  public Tally next() {
    tally = new Tally();
    return tally;
  }

  /** The current tally. */
  public Tally tally() {
    return tally;
  }

  private void pace(long period) {
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
    var current = tally;
    current.begin();
    Thread.ofVirtual().start(() -> current.end(request(keep, due, current)));
  }

  private Sample request(boolean keep, long due, Tally current) {
    var opened = new long[] {due};
    var backend = "";
    var failure = "";
    try {
      var answer = keep ? getKeepingAlive(opened, current) : getOnce();
      if (answer.status() >= 500) {
        failure = "http_" + answer.status();
      } else if (answer.backend().isEmpty()) {
        failure = name(RequestFailed.Kind.UNSIGNED);
      } else {
        backend = answer.backend();
      }
    } catch (RequestFailed e) {
      failure = name(e.kind());
    }
    long took = System.nanoTime() - due;
    var habit = failure.isEmpty() ? "" : keep ? "keep:" : "conn:";
    return new Sample(due, took, opened[0], backend, habit + failure);
  }

  private static String name(RequestFailed.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private Answer getOnce() throws RequestFailed {
    try (var wire = Wire.open(target)) {
      return wire.get(false);
    }
  }

  private Answer getKeepingAlive(long[] opened, Tally current) throws RequestFailed {
    try {
      return get(take(), opened);
    } catch (RequestFailed e) {
      if (!again || e.kind() != RequestFailed.Kind.IDLE_CLOSE) {
        throw e;
      }
      current.sentAgain();
      return get(open(), opened);
    }
  }

  /** Notes when the connection was opened, even if the request fails. */
  private Answer get(Wire wire, long[] opened) throws RequestFailed {
    opened[0] = wire.openedAt();
    boolean lives = false;
    try {
      var answer = wire.get(true);
      lives = answer.keepAlive();
      return answer;
    } finally {
      putBack(wire, lives);
    }
  }

  /** The connection that was idle longest, or a new one while there are few. */
  private Wire take() throws RequestFailed {
    synchronized (idle) {
      if (kept >= visitors && !idle.isEmpty()) {
        return idle.removeFirst();
      }
    }
    return open();
  }

  private Wire open() throws RequestFailed {
    count(1);
    try {
      return Wire.open(target);
    } catch (RequestFailed e) {
      count(-1);
      throw e;
    }
  }

  private void count(int more) {
    synchronized (idle) {
      kept += more;
    }
  }

  private void putBack(Wire wire, boolean lives) {
    synchronized (idle) {
      // After a backlog there are many; none may be left to age until the other side closes it.
      if (lives && !stopped && kept <= 2 * visitors) {
        idle.addLast(wire);
        return;
      }
      kept--;
    }
    wire.close();
  }

  /** Stops, waits for what is under way, and returns what became of the requests. */
  public Tally stop() {
    close();
    var last = tally;
    Await.until("the requests of the load did not end", END_LIMIT, last::complete);
    return last;
  }

  /** Stops starting requests and closes the idle connections. */
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
