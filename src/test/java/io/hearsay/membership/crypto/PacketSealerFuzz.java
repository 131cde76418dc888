package io.hearsay.membership.crypto;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.fuzz.Target;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * Datagrams as they come from the network, sealed and plain. The first byte selects the kind. If
 * its highest bit is set, the rest is a datagram; otherwise a genuine one is changed: two bytes say
 * where, one how, and the rest is its payload.
 */
public final class PacketSealerFuzz {
  private static final long SENDER = 1;
  private static final long SELF = 2;
  private static final int HOW = 4;

  private static final Keyring KEYED = key(1);
  private static final PacketSealer SEALING = new PacketSealer("blue", SENDER, KEYED);
  private static final PacketSealer PLAIN = new PacketSealer("blue", SENDER, Keyring.none());
  private static final PacketSealer OTHER = new PacketSealer("blue", SELF + 1, KEYED);
  private static final PacketSealer OPENING = new PacketSealer("blue", SELF, KEYED);
  private static final PacketSealer OPENING_PLAIN = new PacketSealer("blue", SELF, Keyring.none());

  private PacketSealerFuzz() {}

  /** The entry in the list of targets. */
  public static Target target() {
    // From another cluster, so that it does not open unchanged.
    var green = new PacketSealer("green", SENDER, KEYED);
    var datagram = ByteBuffer.allocate(33).put((byte) 0x80).put(green.seal(new byte[1], SELF));
    return new Target(
        "envelope",
        PacketSealerFuzz.class,
        PacketSealerFuzz::fuzzerTestOneInput,
        List.of(
            new byte[] {0, 0, 20, 1, 'p', 'i', 'n', 'g'},
            new byte[] {0, 0, 2, 0, 'p', 'i', 'n', 'g'},
            new byte[] {1, 0, 2, 1, 'p', 'i', 'n', 'g'},
            new byte[] {1, 0, 2, 0},
            datagram.array(),
            new byte[] {(byte) 0x81, 'H', 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1}),
        List.of(),
        1);
  }

  /**
   * Genuine datagrams open, sealed ones exactly once; sealed ones that were changed never open, and
   * nothing is thrown.
   */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < HOW) {
      OPENING.open(input);
      return;
    }
    boolean sealed = (input[0] & 1) == 0;
    var sender = sealed ? SEALING : PLAIN;
    var receiver = sealed ? OPENING : OPENING_PLAIN;
    if (input[0] < 0) {
      var opened = receiver.open(Arrays.copyOfRange(input, 1, input.length));
      hold(!sealed || opened.isEmpty(), "a forged datagram opens");
      return;
    }
    var payload = Arrays.copyOfRange(input, HOW, Math.min(input.length, PacketSealer.MAX_DATAGRAM));
    var genuine = sender.seal(payload, SELF);
    if (input[3] != 0) {
      var forged = genuine.clone();
      forged[((input[1] & 0xff) << 8 | input[2] & 0xff) % forged.length] ^= input[3];
      hold(!sealed || receiver.open(forged).isEmpty(), "a datagram that was changed opens");
    }
    var opened = receiver.open(genuine);
    hold(same(opened, payload), "a genuine datagram does not open");
    // Without a key anybody could use up the counters, so they are not checked.
    hold(receiver.open(genuine).isEmpty() == sealed, "a sealed datagram opens twice");
    hold((sealed ? OTHER : PLAIN).open(genuine).isEmpty(), "a datagram opens at another member");
  }

  private static boolean same(Optional<PacketSealer.Opened> opened, byte[] payload) {
    return opened
        .filter(o -> o.sender() == SENDER && Arrays.equals(o.payload(), payload))
        .isPresent();
  }

  public static Keyring key(int fill) {
    var bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return new Keyring(List.of(new SecretKeySpec(bytes, "AES")));
  }
}
