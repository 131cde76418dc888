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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The protocol's transport over Atomix' messaging SPI: seals outgoing and opens incoming datagrams.
 */
final class SwimTransport implements Transport {
  private final Context context;
  private final VertxBootstrap network;
  private final PacketSealer envelope;
  private final long self;
  private final Predicate<InetAddress> allowed;
  private final Counters counters;
  private final Explaining explaining;

  /**
   * Where the reasons why members do not find each other are reported.
   *
   * @param refusals of peers that contact this member
   * @param asked receives each address that this member asked, and why that failed, if it did
   */
  record Explaining(
      RefusalLog refusals, BiConsumer<InetSocketAddress, Optional<RequestFailedException>> asked) {}

  /**
   * Creates a transport that does not deliver anything yet.
   *
   * @param self nonce of the local boot
   */
  SwimTransport(
      Context context,
      VertxBootstrap network,
      PacketSealer envelope,
      long self,
      Predicate<InetAddress> allowed,
      Counters counters,
      Explaining explaining) {
    this.context = context;
    this.network = network;
    this.envelope = envelope;
    this.self = self;
    this.allowed = allowed;
    this.counters = counters;
    this.explaining = explaining;
  }

  /** Passes everything authentic that arrives to the protocol. */
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
    network.links().onRefused(explaining.refusals());
    network.links().members(swim::isPresent, swim::isHost);
  }

  private void datagram(Swim swim, Address from, byte[] bytes) {
    counters.count(Counter.PACKETS_RECEIVED);
    counters.count(Counter.BYTES_RECEIVED, bytes.length);
    if (!allowed.test(from.address())) {
      explaining.refusals().datagramForbidden(from.address());
      return;
    }
    var opened = envelope.open(bytes);
    if (opened.isEmpty()) {
      counters.count(Counter.PACKETS_REJECTED);
      envelope
          .mismatch(bytes)
          .ifPresent(why -> explaining.refusals().datagram(from.address(), why, bytes));
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
            (answer, failure) ->
                context.runOnContext(
                    v -> {
                      var failed = Optional.ofNullable(failure).flatMap(SwimTransport::known);
                      if (failure == null || failed.isPresent()) {
                        explaining.asked().accept(to, failed);
                      }
                      done.accept(failure == null ? new Reply.Answer(answer) : reply(failed));
                    }));
  }

  private static Optional<RequestFailedException> known(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RequestFailedException known ? Optional.of(known) : Optional.empty();
  }

  private static Reply reply(Optional<RequestFailedException> failure) {
    return switch (failure
        .map(RequestFailedException::why)
        .orElse(RequestFailedException.Why.UNREACHABLE)) {
      case REFUSED -> new Reply.Refused();
      case SILENT, UNANSWERED, CLOSED_AT_ONCE, CLOSED, MISMATCHED -> new Reply.Silence();
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
