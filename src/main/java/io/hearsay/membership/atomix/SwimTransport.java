package io.hearsay.membership.atomix;

import io.atomix.utils.net.Address;
import io.hearsay.membership.crypto.PacketSealer;
import io.hearsay.membership.swim.Counter;
import io.hearsay.membership.swim.Counters;
import io.hearsay.membership.swim.Swim;
import io.hearsay.membership.swim.Transport;
import io.hearsay.membership.transport.RequestFailedException;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.TripwireEnd;
import io.vertx.core.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The protocol's transport over Atomix' messaging SPI: seals what goes out, opens what comes in.
 */
final class SwimTransport implements Transport {
  private final Context context;
  private final VertxBootstrap network;
  private final PacketSealer envelope;
  private final long self;
  private final Predicate<InetAddress> allowed;
  private final Counters counters;

  /**
   * Nothing is delivered yet.
   *
   * @param self nonce of the local boot
   */
  SwimTransport(
      Context context,
      VertxBootstrap network,
      PacketSealer envelope,
      long self,
      Predicate<InetAddress> allowed,
      Counters counters) {
    this.context = context;
    this.network = network;
    this.envelope = envelope;
    this.self = self;
    this.allowed = allowed;
    this.counters = counters;
  }

  /** Hands everything that arrives and is genuine to the protocol. */
  void deliverTo(Swim swim) {
    network
        .getUnicastService()
        .addListener(Subjects.SWIM, (from, bytes) -> datagram(swim, from, bytes), Runnable::run);
    network
        .getMessagingService()
        .registerHandler(
            Subjects.SWIM,
            (from, question) -> {
              var answer = new CompletableFuture<byte[]>();
              swim.request(question, answer::complete);
              return answer;
            });
    network.links().onLost(swim::wireLost);
    network.links().members(swim::isPresent, swim::isHost);
  }

  private void datagram(Swim swim, Address from, byte[] bytes) {
    counters.count(Counter.PACKETS_RECEIVED);
    counters.count(Counter.BYTES_RECEIVED, bytes.length);
    if (!allowed.test(from.address())) {
      counters.count(Counter.PACKETS_FORBIDDEN);
      return;
    }
    var opened = envelope.open(bytes);
    if (opened.isEmpty()) {
      counters.count(Counter.PACKETS_REJECTED);
    } else {
      swim.datagram(
          new Endpoint(Addresses.of(from), opened.get().sender()), opened.get().payload());
    }
  }

  @Override
  public int capacity() {
    return envelope.capacity();
  }

  @Override
  public void send(Endpoint to, byte[] payload) {
    var sealed = envelope.seal(payload, to.nonce());
    counters.count(Counter.PACKETS_SENT);
    counters.count(Counter.BYTES_SENT, sealed.length);
    network.getUnicastService().unicast(Addresses.of(to.address()), Subjects.SWIM, sealed);
  }

  @Override
  public void exchange(
      InetSocketAddress to, byte[] payload, long limitMillis, Consumer<Reply> done) {
    network
        .getMessagingService()
        .sendAndReceive(
            Addresses.of(to), Subjects.SWIM, payload, false, Duration.ofMillis(limitMillis))
        .whenComplete(
            (answer, failure) -> context.runOnContext(v -> done.accept(reply(answer, failure))));
  }

  private static Reply reply(byte[] answer, Throwable failure) {
    if (failure == null) {
      return new Reply.Answer(answer);
    }
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    var why =
        cause instanceof RequestFailedException u
            ? u.why()
            : RequestFailedException.Why.UNREACHABLE;
    return switch (why) {
      case REFUSED -> new Reply.Refused();
      case SILENT, UNANSWERED -> new Reply.Silence();
      case UNREACHABLE -> new Reply.Unreachable();
    };
  }

  @Override
  public Wire tripwire(Endpoint to, Consumer<TripwireEnd> ended) {
    var farewell =
        network
            .links()
            .tripwire(to.address(), self, how -> context.runOnContext(v -> ended.accept(how)));
    return farewell::run;
  }
}
