package io.hearsay.membership.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Seals and opens the frames of one TCP connection. Both ends first send a greeting with a random
 * challenge. Each frame is bound to both challenges, its direction and its number, so that frames
 * captured on one connection are useless on another, and no frame can be left out, repeated,
 * reordered or reflected. For one thread at a time.
 */
public final class StreamSealer {
  /** Size of a greeting in bytes: 'H', version, 1 if sealed, and a challenge of 16 bytes. */
  public static final int GREETING_BYTES = 19;

  private static final int MAGIC = 'H';
  private static final int VERSION = 1;
  private static final int CHALLENGE = 16;
  private static final int PEEKED = 16;

  private final Aead aead = new Aead();
  private final Keyring keyring;
  private final byte[] associated;
  private final byte direction;
  private long sent;
  private long received;

  private StreamSealer(
      Keyring keyring, byte[] greeting, byte[] peerGreeting, boolean connector, String label) {
    this.keyring = keyring;
    this.direction = (byte) (connector ? 1 : 2);
    var first = connector ? greeting : peerGreeting;
    var second = connector ? peerGreeting : greeting;
    byte[] name = label.getBytes(StandardCharsets.UTF_8);
    this.associated =
        ByteBuffer.allocate(2 * GREETING_BYTES + name.length)
            .put(first)
            .put(second)
            .put(name)
            .array();
  }

  /**
   * Builds a greeting.
   *
   * @param random 16 random bytes, never used before
   */
  public static byte[] greeting(Keyring keyring, byte[] random) {
    return ByteBuffer.allocate(GREETING_BYTES)
        .put((byte) MAGIC)
        .put((byte) VERSION)
        .put((byte) (keyring.encrypts() ? 1 : 0))
        .put(random, 0, CHALLENGE)
        .array();
  }

  /**
   * The sealer of a connection; empty if the peer's greeting is invalid or only one side encrypts.
   */
  public static Optional<StreamSealer> of(
      Keyring keyring, byte[] greeting, byte[] peerGreeting, boolean connector, String label) {
    boolean ours =
        peerGreeting.length == GREETING_BYTES
            && peerGreeting[0] == MAGIC
            && peerGreeting[1] == VERSION
            && peerGreeting[2] == greeting[2];
    return ours
        ? Optional.of(new StreamSealer(keyring, greeting, peerGreeting, connector, label))
        : Optional.empty();
  }

  /**
   * What is wrong with a peer's greeting; empty if nothing is, or if that cannot be known yet.
   *
   * @param begin as much of it as has arrived
   */
  public static Optional<Mismatch> mismatch(Keyring keyring, byte[] begin) {
    return Mismatch.of(begin, VERSION, keyring.encrypts());
  }

  /**
   * Guesses, for the log, why the peer's frame does not open: sealed with one of our keys and
   * another label, it would still decrypt to something that begins like a frame.
   *
   * @param likely whether a frame may begin like this; is given at most 16 bytes
   */
  public Mismatch unopened(byte[] frame, Predicate<byte[]> likely) {
    if (!keyring.encrypts()) {
      return Mismatch.LABEL;
    }
    if (frame.length < Aead.NONCE_BYTES + Aead.TAG_BYTES) {
      return Mismatch.KEY;
    }
    var nonce = Arrays.copyOf(frame, Aead.NONCE_BYTES);
    var sealed = Arrays.copyOfRange(frame, Aead.NONCE_BYTES, frame.length - Aead.TAG_BYTES);
    return Aead.peek(keyring, nonce, sealed, PEEKED).stream().anyMatch(likely)
        ? Mismatch.LABEL
        : Mismatch.KEY;
  }

  /** How many bytes sealing adds to a frame. */
  public static int overhead(Keyring keyring) {
    return keyring.encrypts() ? Aead.NONCE_BYTES + Aead.TAG_BYTES : Long.BYTES;
  }

  /**
   * Seals the next frame.
   *
   * @param random 12 bytes, never used before with this key
   */
  public byte[] seal(byte[] plain, byte[] random) {
    var aad = associated(direction, sent++);
    if (!keyring.encrypts()) {
      return ByteBuffer.allocate(Long.BYTES + plain.length)
          .putLong(Checksum.of(aad))
          .put(plain)
          .array();
    }
    var sealed = aead.seal(keyring, random, aad, plain);
    return ByteBuffer.allocate(Aead.NONCE_BYTES + sealed.length).put(random).put(sealed).array();
  }

  /**
   * Opens the peer's next frame; empty if it is not authentic, and the connection must be closed.
   */
  public Optional<byte[]> open(byte[] frame) {
    var aad = associated((byte) (3 - direction), received++);
    var in = ByteBuffer.wrap(frame);
    if (!keyring.encrypts()) {
      if (frame.length < Long.BYTES || in.getLong() != Checksum.of(aad)) {
        return Optional.empty();
      }
      var plain = new byte[in.remaining()];
      in.get(plain);
      return Optional.of(plain);
    }
    if (frame.length < Aead.NONCE_BYTES + Aead.TAG_BYTES) {
      return Optional.empty();
    }
    var nonce = new byte[Aead.NONCE_BYTES];
    in.get(nonce);
    return aead.open(keyring, nonce, aad, frame, Aead.NONCE_BYTES, frame.length - Aead.NONCE_BYTES);
  }

  private byte[] associated(byte way, long number) {
    return ByteBuffer.allocate(1 + Long.BYTES + associated.length)
        .put(way)
        .putLong(number)
        .put(associated)
        .array();
  }
}
