package io.hearsay.membership.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.PacketSealer;
import io.hearsay.membership.crypto.ReplayWindow;
import io.hearsay.membership.crypto.StreamSealer;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What goes over the network, and what must not get through. */
class WireTest {
  private static final MemberRecord MEMBER =
      new MemberRecord(
          "wéb",
          new BootId(5, -7),
          new InetSocketAddress("10.0.0.1", 7946),
          new MemberRecord.Claim(9, State.SUSPECT, 3),
          new MemberRecord.Word(1, new TreeMap<>(Map.of("role", "backend", "x", ""))));
  private static final List<Message> ALL =
      List.of(
          new Message.Ping(65535, -1),
          new Message.Ack(0, 1),
          new Message.PingRequest(7, new Endpoint(new InetSocketAddress("::1", 1), 2)),
          new Message.Nack(3),
          new Message.Claim(MEMBER),
          new Message.Suspect(1, 2, Evidence.SILENT, 3),
          new Message.Failed(1, 2, Evidence.GONE, 3),
          new Message.Leave(1, 2),
          new Message.LeaveAck(1),
          new Message.Sync(true, List.of(MEMBER)),
          new Message.SyncReply(List.of(MEMBER, MEMBER)),
          new Message.Refused("no"),
          new Message.Tripwire(4));

  private static Keyring key(int fill) {
    var bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) fill);
    return new Keyring(List.of(new SecretKeySpec(bytes, "AES")));
  }

  @Test
  void everyMessageSurvivesEncoding() {
    for (var message : ALL) {
      assertThat(Codec.decode(Codec.encode(message))).hasValue(List.of(message));
    }
  }

  @Test
  void namesWithControlCharactersAreRefused() {
    for (var name : List.of("evil\n09:00 ERROR forged", "\u001b[2J", "a\u0085b", "\u007f")) {
      var member =
          new MemberRecord(
              name,
              MEMBER.boot(),
              MEMBER.address(),
              new MemberRecord.Claim(9, State.ALIVE, 3),
              new MemberRecord.Word(1, new TreeMap<>()));
      assertThat(Codec.decode(Codec.encode(new Message.Claim(member)))).as(name).isEmpty();
    }
  }

  @Test
  void aTruncatedMessageIsRefusedAsAWhole() {
    for (var message : ALL) {
      var bytes = Codec.encode(message);
      for (int length = 1; length < bytes.length; length++) {
        assertThat(Codec.decode(bytes, 0, length)).as("%s cut to %d", message, length).isEmpty();
      }
    }
  }

  @Test
  void noBytesMakeTheDecoderThrow() {
    for (long seed = 0; seed < 200_000; seed++) {
      var random = new Random(seed);
      byte[] bytes;
      if (random.nextBoolean()) {
        bytes = Codec.encode(ALL.get(random.nextInt(ALL.size())));
        for (int i = 0; i < 3; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      } else {
        bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
      }
      var decoded = Codec.decode(bytes);
      // What is accepted can be passed on: its encoding is accepted again.
      decoded.ifPresent(
          all -> all.forEach(m -> assertThat(Codec.decode(Codec.encode(m))).isPresent()));
    }
  }

  @Test
  void aDatagramOpensOnceAndForItsReceiverOnly() {
    for (var ring : List.of(key(1), Keyring.none())) {
      var sender = new PacketSealer("blue", 1, ring);
      var receiver = new PacketSealer("blue", 2, ring);
      var datagram = sender.seal(new byte[] {42}, 2);

      assertThat(new PacketSealer("blue", 3, ring).open(datagram)).as("another boot").isEmpty();
      assertThat(new PacketSealer("green", 2, ring).open(datagram)).as("another cluster").isEmpty();
      assertThat(receiver.open(datagram).orElseThrow().payload()).containsExactly(42);
      // Without a key it could also be sent again with another counter.
      assertThat(receiver.open(datagram).isPresent()).as("replayed").isEqualTo(!ring.encrypts());
    }
  }

  @Test
  void aForgedCounterDoesNotSilenceItsAllegedSender() {
    for (var ring : List.of(key(1), Keyring.none())) {
      var sender = new PacketSealer("", 1, ring);
      var receiver = new PacketSealer("", 2, ring);
      var forged = new PacketSealer("", 1, Keyring.none()).seal(new byte[] {13}, 2);
      ByteBuffer.wrap(forged).putInt(11, -2);
      receiver.open(forged);

      assertThat(receiver.open(sender.seal(new byte[] {42}, 2)))
          .as(ring.encrypts() ? "sealed" : "plain")
          .isPresent();
    }
  }

  @Test
  void withAKeyPlainForeignAndAlteredDatagramsAreRefused() {
    var receiver = new PacketSealer("", 2, key(1));
    assertThat(receiver.open(new PacketSealer("", 1, Keyring.none()).seal(new byte[] {1}, 2)))
        .isEmpty();
    assertThat(receiver.open(new PacketSealer("", 1, key(2)).seal(new byte[] {1}, 2))).isEmpty();
    var genuine = new PacketSealer("", 1, key(1)).seal(new byte[] {1, 2, 3}, 2);
    for (int i = 0; i < genuine.length; i++) {
      var changed = genuine.clone();
      changed[i] ^= 1;
      assertThat(receiver.open(changed)).as("byte %d changed", i).isEmpty();
    }
    assertThat(receiver.open(genuine)).isPresent();
  }

  @Test
  void anyKeyOfTheRingOpens() {
    var both = new Keyring(List.of(key(2).keys().getFirst(), key(1).keys().getFirst()));
    assertThat(
            new PacketSealer("", 2, both)
                .open(new PacketSealer("", 1, key(1)).seal(new byte[] {1}, 2)))
        .isPresent();
  }

  @Test
  void aFullDatagramFitsTheLimit() {
    var envelope = new PacketSealer("label", 1, key(1));
    assertThat(envelope.seal(new byte[envelope.capacity()], 2)).hasSize(PacketSealer.MAX_DATAGRAM);
  }

  @Test
  void theReplayWindowAcceptsEachCounterOnceInAnyOrder() {
    var window = new ReplayWindow();
    assertThat(window.accept(1, 0)).isTrue();
    assertThat(window.accept(1, 5000)).isTrue();
    assertThat(window.accept(1, 4990)).isTrue();
    assertThat(window.accept(1, 4990)).isFalse();
    assertThat(window.accept(1, 5000 - ReplayWindow.WIDTH)).as("too old").isFalse();
    assertThat(window.accept(2, 4990)).as("another sender").isTrue();
  }

  @Test
  void framesOfOneConnectionDoNotOpenOnAnother() {
    for (var ring : List.of(key(1), Keyring.none())) {
      var a = StreamSealer.greeting(ring, new byte[16]);
      var b =
          StreamSealer.greeting(
              ring, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
      var connector = StreamSealer.of(ring, a, b, true, "").orElseThrow();
      var acceptor = StreamSealer.of(ring, b, a, false, "").orElseThrow();
      var frame = connector.seal(new byte[] {7}, new byte[12]);

      assertThat(acceptor.open(frame)).hasValueSatisfying(p -> assertThat(p).containsExactly(7));
      assertThat(acceptor.open(frame)).as("repeated").isEmpty();
      assertThat(StreamSealer.of(ring, a, a, false, "").orElseThrow().open(frame))
          .as("another connection")
          .isEmpty();
    }
  }

  @Test
  void noNonceIsUsedTwice() {
    var envelope = new PacketSealer("", 1, key(1), -2);
    assertThat(envelope.seal(new byte[1], 2)).isNotEmpty();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> envelope.seal(new byte[1], 2)).hasMessageContaining("restart");
    }
  }

  @Test
  void valuesBeyondTheirBoundAreRefused() {
    assertThat(Codec.decode(claim("n".repeat(128), new TreeMap<>()))).isPresent();
    assertThat(Codec.decode(claim("n".repeat(129), new TreeMap<>()))).isEmpty();
    // The two lengths take four bytes of it.
    assertThat(Codec.decode(claim("n", new TreeMap<>(Map.of("k", "v".repeat(508)))))).isPresent();
    assertThat(Codec.decode(claim("n", new TreeMap<>(Map.of("k", "v".repeat(512)))))).isEmpty();
    assertThat(Codec.decode(event(512))).isPresent();
    assertThat(Codec.decode(event(513))).isEmpty();
  }

  private static byte[] claim(String name, TreeMap<String, String> tags) {
    var member =
        new MemberRecord(
            name,
            MEMBER.boot(),
            MEMBER.address(),
            new MemberRecord.Claim(9, State.ALIVE, 3),
            new MemberRecord.Word(1, tags));
    return Codec.encode(new Message.Claim(member));
  }

  private static byte[] event(int bytes) {
    return Codec.encode(new Message.Event(1, 2, "e", Bytes.of(new byte[bytes])));
  }

  @Test
  void aRingHasAtMostEightKeys() {
    var ring = Keyring.none();
    for (int i = 0; i < Keyring.MAX_KEYS; i++) {
      ring = ring.with(key(i).keys().getFirst());
    }
    var full = ring;
    assertThatThrownBy(() -> full.with(key(99).keys().getFirst())).hasMessageContaining("8 keys");
  }

  @Test
  void theReplayWindowForgetsTheSenderSilentForLongest() {
    var window = new ReplayWindow();
    for (long sender = 0; sender <= ReplayWindow.SENDERS; sender++) {
      assertThat(window.accept(sender, 1)).isTrue();
    }
    assertThat(window.accept(ReplayWindow.SENDERS, 1)).isFalse();
    assertThat(window.accept(0, 1)).as("forgotten").isTrue();
  }
}
