package io.hearsay.membership.swim;

import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.TripwireEnd;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * What the protocol needs of the network. Everything is called, and calls back, on the protocol's
 * context; nothing blocks; nothing fails but through the results.
 */
public interface Transport {
  /** Bytes that the payload of one datagram may have. */
  int capacity();

  /** Sends a datagram; it may get lost, be doubled, or come late. */
  void send(Endpoint to, byte[] payload);

  /**
   * One question and one answer over TCP.
   *
   * @param limitMillis for the whole of it
   */
  void exchange(InetSocketAddress to, byte[] payload, long limitMillis, Consumer<Reply> done);

  /** Opens a tripwire: a connection that stays silent until either end goes away. */
  Wire tripwire(Endpoint to, Consumer<TripwireEnd> ended);

  /** A tripwire from this side. */
  interface Wire {
    /** Ends it in good order: the other end sees a farewell, not a loss. */
    void close();
  }

  /** How an exchange ended. */
  sealed interface Reply {
    /** The peer answered. */
    record Answer(byte[] payload) implements Reply {}

    /** The peer's host refused the connection: nobody listens there. */
    record Refused() implements Reply {}

    /** The connection was accepted, but no answer came in time, or it was cut. */
    record Silence() implements Reply {}

    /** Nothing came back at all. */
    record Unreachable() implements Reply {}
  }
}
