package io.hearsay.membership.node;

import io.atomix.cluster.messaging.MessagingService;
import io.atomix.cluster.messaging.UnicastService;
import io.atomix.utils.net.Address;
import io.hearsay.membership.atomix.VertxMessagingService;
import io.hearsay.membership.crypto.PacketSealer;
import io.hearsay.membership.swim.Counter;
import io.hearsay.membership.swim.Counters;
import io.hearsay.membership.swim.Swim;
import io.hearsay.membership.swim.Transport;
import io.hearsay.membership.transport.RequestFailedException;
import io.hearsay.membership.transport.TcpTransport;
import io.hearsay.membership.wire.Endpoint;
import io.hearsay.membership.wire.TripwireEnd;
import io.vertx.core.Context;
import io.vertx.core.Future;
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
  private static final String SUBJECT = "hearsay";

  private final Context context;
  private final UnicastService unicast;
  private final MessagingService messaging;
  private final TcpTransport links;
  private final PacketSealer envelope;
  private final long self;
  private final Predicate<InetAddress> allowed;
  private final Counters counters;

  SwimTransport(
      Context context,
      UnicastService unicast,
      VertxMessagingService messaging,
      PacketSealer envelope,
      long self,
      Predicate<InetAddress> allowed,
      Counters counters) {
    this.allowed = allowed;
    this.context = context;
    this.unicast = unicast;
    this.messaging = messaging;
    this.links = messaging.links();
    this.envelope = envelope;
    this.self = self;
    this.counters = counters;
  }

  /**
   * Hands everything that arrives and is genuine to the protocol, or to the keys what is theirs.
   */
  void deliverTo(Swim swim, KeyRotation keys) {
    unicast.addListener(
        SUBJECT,
        (from, datagram) -> {
          counters.count(Counter.PACKETS_RECEIVED);
          if (!allowed.test(from.address())) {
            counters.count(Counter.PACKETS_FORBIDDEN);
            return;
          }
          var opened = envelope.open(datagram);
          if (opened.isEmpty()) {
            counters.count(Counter.PACKETS_REJECTED);
          } else {
            swim.datagram(
                new Endpoint(socketAddress(from), opened.get().sender()), opened.get().payload());
          }
        },
        Runnable::run);
    messaging.registerHandler(
        SUBJECT,
        (from, question) -> {
          var aboutKeys = keys.answer(question);
          if (aboutKeys.isPresent()) {
            return aboutKeys.get().toCompletionStage().toCompletableFuture();
          }
          var answer = new CompletableFuture<byte[]>();
          swim.request(question, answer::complete);
          return answer;
        });
    links.onLost(swim::wireLost);
  }

  private static InetSocketAddress socketAddress(Address address) {
    return new InetSocketAddress(address.address(), address.port());
  }

  private static Address address(InetSocketAddress address) {
    return new Address(
        address.getAddress().getHostAddress(), address.getPort(), address.getAddress());
  }

  /** One question over TCP that is not the protocol's. */
  Future<byte[]> ask(InetSocketAddress to, byte[] question, Duration limit) {
    return Future.fromCompletionStage(
        messaging.sendAndReceive(address(to), SUBJECT, question, false, limit), context);
  }

  @Override
  public int capacity() {
    return envelope.capacity();
  }

  @Override
  public void send(Endpoint to, byte[] payload) {
    counters.count(Counter.PACKETS_SENT);
    unicast.unicast(address(to.address()), SUBJECT, envelope.seal(payload, to.nonce()));
  }

  @Override
  public void exchange(
      InetSocketAddress to, byte[] payload, long limitMillis, Consumer<Reply> done) {
    messaging
        .sendAndReceive(
            address(to), SUBJECT, payload, false, Duration.ofMillis(Math.max(1, limitMillis)))
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
      case SILENT -> new Reply.Silence();
      case UNREACHABLE -> new Reply.Unreachable();
    };
  }

  @Override
  public Wire tripwire(Endpoint to, Consumer<TripwireEnd> ended) {
    var farewell =
        links.tripwire(
            address(to.address()), self, how -> context.runOnContext(v -> ended.accept(how)));
    return farewell::run;
  }
}
