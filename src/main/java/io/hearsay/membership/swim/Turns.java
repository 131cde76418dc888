package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.TripwireEnd;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Every input of the protocol is a turn: it runs to its end, and then whatever follows from it,
 * once. This makes a turn of what a timer or the network calls back, and of nothing once the
 * protocol has stopped.
 */
final class Turns {
  private final Runnable after;
  private final Consumer<RuntimeException> failed;
  private boolean stopped;

  /**
   * Turns of one member.
   *
   * @param after runs at the end of each turn
   * @param failed is told of an exception, which ends its turn and nothing else
   */
  Turns(Runnable after, Consumer<RuntimeException> failed) {
    this.after = after;
    this.failed = failed;
  }

  /** Runs this as a turn. */
  void run(Runnable work) {
    if (!stopped) {
      attempt(work);
      attempt(after);
    }
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failed.accept(e);
    }
  }

  boolean stopped() {
    return stopped;
  }

  /** No turns any more. */
  void stop() {
    stopped = true;
  }

  /** These timers, with turns for tasks. */
  Timers over(Timers timers) {
    return new Timers() {
      @Override
      public long millis() {
        return timers.millis();
      }

      @Override
      public Instant wallClock() {
        return timers.wallClock();
      }

      @Override
      public Timer after(long millis, Runnable task) {
        return timers.after(Math.max(1, millis), () -> run(task));
      }
    };
  }

  /** This transport, with turns for what it calls back. */
  Transport over(Transport transport) {
    return new Transport() {
      @Override
      public int capacity() {
        return transport.capacity();
      }

      @Override
      public void send(Endpoint to, byte[] payload) {
        transport.send(to, payload);
      }

      @Override
      public void exchange(
          InetSocketAddress to, byte[] payload, long limitMillis, Consumer<Reply> done) {
        transport.exchange(to, payload, limitMillis, reply -> run(() -> done.accept(reply)));
      }

      @Override
      public Wire tripwire(Endpoint to, Consumer<TripwireEnd> ended) {
        return transport.tripwire(to, how -> run(() -> ended.accept(how)));
      }
    };
  }
}
