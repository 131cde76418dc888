package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.TripwireEnd;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * What the protocol needs from the network. Methods and callbacks run on the protocol's context;
 * nothing blocks, and failures are reported only through results.
 */
public interface Transport {
  /** Maximum size of the payload of one datagram, in bytes. */
  int capacity();

  /** Sends a datagram, which may be lost, duplicated or delayed. */
  void send(Endpoint to, byte[] payload);

  /**
   * Asks one question over TCP.
   *
   * @param limitMillis for the whole exchange
   */
  void exchange(InetSocketAddress to, byte[] payload, long limitMillis, Consumer<Reply> done);

  /** Opens a tripwire: a connection that stays idle until either end goes away. */
  Wire tripwire(Endpoint to, Consumer<TripwireEnd> ended);

  /** A tripwire opened by this side. */
  interface Wire {
    /** Closes it on purpose: the other end sees a farewell, not a loss. */
    void close();
  }

  /** How an exchange ended. */
  sealed interface Reply {
    /** The peer answered. */
    record Answer(byte[] payload) implements Reply {}

    /** The peer's host refused the connection: nobody listens there. */
    record Refused() implements Reply {}

    /** The connection was accepted, but broke or brought no answer in time. */
    record Silence() implements Reply {}

    /** Nothing came back at all. */
    record Unreachable() implements Reply {}
  }
}
