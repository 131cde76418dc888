package io.hearsay.bench.hostile;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.PacketSealer;
import io.hearsay.membership.swim.Forgery;
import io.hearsay.membership.transport.TcpTransport;
import io.hearsay.membership.transport.TransportLimits;
import io.hearsay.membership.wire.BootId;
import io.hearsay.membership.wire.Codec;
import io.hearsay.membership.wire.MemberRecord;
import io.hearsay.membership.wire.Message;
import io.hearsay.membership.wire.State;
import io.hearsay.testkit.Agent;
import io.hearsay.testkit.Host;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A stranger that speaks the protocol of a cluster without a key. */
final class Strangers implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Random random = new Random(12);
  private final Forgery forgery = new Forgery(random, this::nowhere);
  private final DatagramSocket socket;

  Strangers() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress("127.83.99.1", 0));
  }

  /** An address without a member. */
  private InetSocketAddress nowhere() {
    return new InetSocketAddress("127.83.66." + (1 + random.nextInt(250)), 7000);
  }

  /** One frame with that many invented members, each with a tag of 115 characters. */
  static byte[] crowd(int size) {
    var random = new Random(1);
    var records = new ArrayList<MemberRecord>();
    for (int i = 0; i < size; i++) {
      records.add(
          new MemberRecord("stranger-" + random.nextInt(10_000_000), new BootId(System.currentTimeMillis(), random.nextLong()), new InetSocketAddress("127.83.66." + (1 + i % 250), 1 + random.nextInt(60_000)), new MemberRecord.Claim(0, State.ALIVE, 0), new MemberRecord.Word(0, new TreeMap<>(Map.of("text", "x".repeat(115))))));
    }
    return Codec.encode(new Message.Sync(false, records));
  }

  /** Sends a frame over TCP and waits for the answer, or for the connection to end without one. */
  static void frame(Guest guest, byte[] frame) throws Exception {
    var vertx = Vertx.vertx();
    try {
      var context = vertx.getOrCreateContext();
      var stranger =
          new TcpTransport(
              context,
              "",
              Keyring.none(),
              new SecureRandom(),
              TransportLimits.standard(),
              ip -> true);
      stranger.client(
          vertx.createNetClient(new NetClientOptions().setLocalAddress("127.83.99.2")));
      var to = new InetSocketAddress(guest.ip(), Host.GOSSIP_PORT);
      var answered = new java.util.concurrent.CompletableFuture<Void>();
      context.runOnContext(
          v ->
              stranger
                  .ask(to, "swim", frame, LIMIT.toMillis())
                  .whenComplete((answer, failure) -> answered.complete(null)));
      answered.get(LIMIT.toSeconds() + 5, TimeUnit.SECONDS);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  /** Converts a member from the API's form to the protocol's. */
  static MemberRecord record(Agent.Member known) {
    return new MemberRecord(
        known.name(),
        boot(known.text("id")),
        new InetSocketAddress(known.address(), (int) known.number("port")),
        new MemberRecord.Claim(known.number("incarnation"), State.ALIVE, 0),
        new MemberRecord.Word(1, new TreeMap<>()));
  }

  private static BootId boot(String id) {
    int dash = id.indexOf('-');
    return new BootId(
        Long.parseLong(id.substring(0, dash), 16),
        Long.parseUnsignedLong(id.substring(dash + 1), 16));
  }

  /**
   * Sends a forgery about one member to another, as if from a boot with that nonce or with a
   * stranger's.
   */
  void forge(Forgery.Kind kind, MemberRecord about, MemberRecord to) throws IOException {
    var sender = random.nextBoolean() ? about : to;
    long nonce = random.nextBoolean() ? random.nextLong() : sender.boot().nonce();
    send(forgery.of(kind, about, to.boot(), System.currentTimeMillis()), nonce, to);
  }

  private void send(Message message, long nonce, MemberRecord to) throws IOException {
    var envelope = new PacketSealer("", nonce, Keyring.none());
    // Counters that the true sender has not used yet.
    var payload = Codec.encode(message);
    var datagram = envelope.seal(payload, to.boot().nonce());
    java.nio.ByteBuffer.wrap(datagram).putInt(11, random.nextInt());
    socket.send(
        new DatagramPacket(
            datagram,
            datagram.length,
            InetAddress.getByAddress(to.address().getAddress().getAddress()),
            to.address().getPort()));
  }

  /** All kinds of forgery to try. */
  static List<Forgery.Kind> kinds() {
    return List.of(Forgery.Kind.values());
  }

  @Override
  public void close() {
    socket.close();
  }
}
