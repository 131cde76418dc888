package io.hearsay.membership.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.PacketSealer;
import io.hearsay.membership.crypto.PacketSealerFuzz;
import io.hearsay.membership.crypto.StreamSealer;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Arbitrary, mutated, spliced and truncated bytes into everything that reads what strangers send:
 * nothing is thrown, no more is allocated than a small multiple of the input, and nothing that was
 * not sealed with the key gets through. Use {@code -Dfuzz.inputs=10000000} for the full run; each
 * input has a seed of its own, which a finding names.
 */
class FuzzTest {
  private static final long INPUTS = Long.getLong("fuzz.inputs", 400_000);

  private static final MemberRecord MEMBER =
      new MemberRecord(
          "web-1",
          new BootId(1_700_000_000_000L, 42),
          new InetSocketAddress("10.0.0.1", 7946),
          new MemberRecord.Claim(9, State.ALIVE, 0),
          new MemberRecord.Word(
              Flags.HEALTHY | Flags.EXTENSIONS,
              new TreeMap<>(Map.of("role", "backend", "service", "shop", "port", "3000"))));
  private static final Endpoint ENDPOINT = new Endpoint(new InetSocketAddress("10.0.0.2", 1), 2);
  static final List<Message> SEEDS =
      List.of(
          new Message.Ping(65535, -1),
          new Message.Ack(0, 1),
          new Message.PingRequest(7, ENDPOINT),
          new Message.Nack(3),
          new Message.Claim(MEMBER),
          new Message.Suspect(1, 2, Evidence.SILENT, 3),
          new Message.Failed(1, 2, Evidence.GONE, 3),
          new Message.Leave(1, 2),
          new Message.LeaveAck(1),
          new Message.Sync(true, List.of(MEMBER, MEMBER, MEMBER)),
          new Message.SyncReply(List.of(MEMBER, MEMBER)),
          new Message.Refused("no"),
          new Message.Tripwire(4),
          new Message.Event(1, 2, "deploy", Bytes.of("v7")),
          new Message.Query(ENDPOINT, 2, "load", Bytes.of("1m")),
          new Message.QueryReply(2, Bytes.of("0.3")),
          new Message.Event(1, 2, "deploy", Bytes.of("v7"), 17, true),
          new Message.DirectQuery(
              new Message.Query(
                  ENDPOINT, 2, "load", Bytes.of("1m"), 3, new Message.Answering(true, 5))),
          new Message.QueryAck(2),
          new Message.Relay(ENDPOINT, 7, new Message.QueryReply(2, Bytes.of("0.3"))),
          new Message.Clocks(Message.MAX_TIME, 1, List.of(new Message.EventId(1, 2))),
          new Message.WantPast(),
          new Message.KeyOrder(Message.KeyOrder.Order.INSTALL, Bytes.of(new byte[32])),
          new Message.KeyReport("", List.of("0123456789ab")));

  private static byte[] input(Random random) {
    var bytes = new byte[0];
    switch (random.nextInt(5)) {
      case 0 -> {
        bytes = new byte[random.nextInt(1500)];
        random.nextBytes(bytes);
      }
      case 1 -> bytes = mutated(random, seed(random));
      case 2 -> {
        var a = seed(random);
        var b = seed(random);
        bytes = Arrays.copyOf(a, random.nextInt(a.length + 1) + b.length);
        System.arraycopy(b, 0, bytes, bytes.length - b.length, b.length);
      }
      case 3 -> {
        var whole = seed(random);
        bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      }
      default -> {
        // A known type followed by noise gets deeper than noise alone.
        bytes = new byte[1 + random.nextInt(80)];
        random.nextBytes(bytes);
        bytes[0] = seed(random)[0];
      }
    }
    return bytes;
  }

  private static byte[] seed(Random random) {
    return Codec.encode(SEEDS.get(random.nextInt(SEEDS.size())));
  }

  private static byte[] mutated(Random random, byte[] bytes) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        default -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
      }
    }
    return bytes;
  }

  @Test
  void theDecoderNeitherThrowsNorAllocatesWithoutBounds() {
    for (long seed = 0; seed < INPUTS; seed++) {
      var bytes = input(new Random(seed));
      try {
        DecoderFuzz.fuzzerTestOneInput(bytes);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    report("the decoder", INPUTS);
  }

  private static void report(String what, long inputs) {
    System.out.printf("fuzz: %,d inputs to %s, no finding%n", inputs, what);
  }

  @Test
  void nothingForgedOpens() {
    for (var ring : List.of(PacketSealerFuzz.key(1), Keyring.none())) {
      var sender = new PacketSealer("blue", 1, ring);
      var receiver = new PacketSealer("blue", 2, ring);
      for (long seed = 0; seed < INPUTS / 4; seed++) {
        var random = new Random(seed);
        byte[] datagram = random.nextBoolean() ? sender.seal(input(random), 2) : input(random);
        var genuine = datagram.clone();
        datagram = datagram.length == 0 ? datagram : mutated(random, datagram);
        if (random.nextInt(8) == 0) {
          datagram = Arrays.copyOf(datagram, random.nextInt(datagram.length + 1));
        }
        try {
          boolean opened = receiver.open(datagram).isPresent();
          // Without a key, the header's checksum stops accidents, not forgers: only sealed
          // datagrams count.
          if (opened && ring.encrypts() && !Arrays.equals(datagram, genuine)) {
            throw new AssertionError("seed " + seed + ": a forged datagram opens");
          }
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
    report("the envelope", INPUTS / 4 * 2);
  }

  @Test
  void noGreetingOrFrameMakesAStreamThrow() {
    for (var ring : List.of(PacketSealerFuzz.key(1), Keyring.none())) {
      var own = StreamSealer.greeting(ring, new byte[16]);
      for (long seed = 0; seed < INPUTS / 4; seed++) {
        var random = new Random(seed);
        var peer = StreamSealer.greeting(ring, new byte[16]);
        if (random.nextBoolean()) {
          mutated(random, peer);
        }
        try {
          var seal = StreamSealer.of(ring, own, peer, false, "blue");
          if (seal.isPresent()) {
            var opened = seal.get().open(input(random));
            if (ring.encrypts() && opened.isPresent()) {
              throw new AssertionError("seed " + seed + ": a forged frame opens");
            }
          }
        } catch (RuntimeException e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
    }
    report("the streams", INPUTS / 4 * 2);
  }

  @Test
  void aKeyringIsNotChangedByInvalidKeys() {
    var ring = PacketSealerFuzz.key(1);
    for (long seed = 0; seed < 2000; seed++) {
      var random = new Random(seed);
      var text = new String(input(random), java.nio.charset.StandardCharsets.ISO_8859_1);
      try {
        assertThat(ring.using(text)).isEqualTo(ring);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).doesNotContain("AQEB");
      }
    }
  }
}
