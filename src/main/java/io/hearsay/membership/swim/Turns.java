package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.TripwireEnd;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Every input of the protocol is a turn: it runs to its end, followed once by what has to be done
 * after each turn. This class makes a turn of each callback of a timer or the network, and ignores
 * them once the protocol has stopped.
 */
final class Turns {
  private final Runnable after;
  private final Consumer<RuntimeException> failed;
  private boolean stopped;

  /**
   * The turns of one member.
   *
   * @param after runs at the end of each turn
   * @param failed receives an exception, which ends its turn and nothing else
   */
  Turns(Runnable after, Consumer<RuntimeException> failed) {
    this.after = after;
    this.failed = failed;
  }

  /** Runs the work as a turn. */
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

  /** Ignores all further turns. */
  void stop() {
    stopped = true;
  }

  /** Wraps timers so that their tasks are turns. */
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

  /** Wraps a transport so that its callbacks are turns. */
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
