package io.hearsay.membership.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seals and opens datagrams.
 *
 * <pre>
 *  byte  0      'H'
 *        1      version of the format
 *        2      1 if sealed, 0 if plain
 *        3–10   nonce of the sender's boot
 *       11–14   counter of the sender, never repeated within a boot
 *       15–     payload, and if sealed its tag of 16 bytes
 * </pre>
 *
 * The label and the nonce of the boot that a datagram is meant for are not sent: they are
 * associated data, so that a datagram of another cluster, for another member, or for an earlier
 * boot of the same member does not open. In plain datagrams a checksum over both takes their place;
 * it keeps clusters apart but does not stop an attacker. Each counter of a sealed datagram is
 * accepted once; a plain datagram does not prove its sender, so its counter is ignored. With a key,
 * plain datagrams are refused. For one thread at a time.
 */
public final class PacketSealer {
  /**
   * Maximum size of a datagram in bytes, including the header: fits the MTU of common overlay
   * networks.
   */
  public static final int MAX_DATAGRAM = 1400;

  private static final int MAGIC = 'H';
  private static final int VERSION = 1;
  private static final int HEADER = 15;
  private static final int PLAIN_CHECK = 8;

  private final Aead aead = new Aead();
  private final ReplayWindow replays = new ReplayWindow();
  private final byte[] label;
  private final long self;
  private Keyring keyring;
  private int counter;

  /**
   * A sealer for the local boot.
   *
   * @param label the cluster's name
   * @param self nonce of the local boot
   */
  public PacketSealer(String label, long self, Keyring keyring) {
    this.label = label.getBytes(StandardCharsets.UTF_8);
    this.self = self;
    this.keyring = keyring;
  }

  /** A sealer that has already sent this many datagrams. */
  public PacketSealer(String label, long self, Keyring keyring, int sent) {
    this(label, self, keyring);
    this.counter = sent;
  }

  /** The payload of a datagram, and the nonce of the boot that sent it. */
  public record Opened(long sender, byte[] payload) {}

  /** Maximum size of a payload in bytes. */
  public int capacity() {
    return MAX_DATAGRAM - HEADER - (keyring.encrypts() ? Aead.TAG_BYTES : PLAIN_CHECK);
  }

  /** Replaces the keys. */
  public void rekey(Keyring newKeyring) {
    keyring = newKeyring;
  }

  /** Seals a datagram that only the boot with this nonce can open. */
  public byte[] seal(byte[] payload, long target) {
    if (counter == -1) {
      throw new IllegalStateException("4 294 967 295 datagrams sent: restart to get a new nonce");
    }
    var out = ByteBuffer.allocate(HEADER + payload.length + Aead.TAG_BYTES);
    out.put((byte) MAGIC).put((byte) VERSION).put((byte) (keyring.encrypts() ? 1 : 0));
    out.putLong(self).putInt(counter++);
    var associated = associated(out.array(), target);
    if (keyring.encrypts()) {
      var nonce = Arrays.copyOfRange(out.array(), HEADER - Aead.NONCE_BYTES, HEADER);
      out.put(aead.seal(keyring, nonce, associated, payload));
    } else {
      out.putLong(Checksum.of(associated)).put(payload);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Opens a datagram; empty if it is not for us, not from a member, or was seen before. */
  public Optional<Opened> open(byte[] datagram) {
    if (datagram.length < HEADER || datagram[0] != MAGIC || datagram[1] != VERSION) {
      return Optional.empty();
    }
    boolean sealed = datagram[2] == 1;
    if (sealed != keyring.encrypts()) {
      return Optional.empty();
    }
    var in = ByteBuffer.wrap(datagram);
    long sender = in.getLong(3);
    var associated = associated(datagram, self);
    var payload = sealed ? decrypt(datagram, associated) : plain(in, associated);
    // The counter is recorded only after the payload has been authenticated; otherwise a single
    // forged datagram with the highest counter would shut its alleged sender out.
    return payload
        .filter(p -> !sealed || replays.accept(sender, Integer.toUnsignedLong(in.getInt(11))))
        .map(p -> new Opened(sender, p));
  }

  /**
   * What is wrong with a datagram that does not open, as far as its first bytes show. Empty for one
   * that is sealed like ours, as it may be meant for an earlier boot of this member.
   */
  public Optional<Mismatch> mismatch(byte[] datagram) {
    return Mismatch.of(datagram, VERSION, keyring.encrypts());
  }

  private Optional<byte[]> decrypt(byte[] datagram, byte[] associated) {
    if (datagram.length < HEADER + Aead.TAG_BYTES) {
      return Optional.empty();
    }
    var nonce = Arrays.copyOfRange(datagram, HEADER - Aead.NONCE_BYTES, HEADER);
    return aead.open(keyring, nonce, associated, datagram, HEADER, datagram.length - HEADER);
  }

  private static Optional<byte[]> plain(ByteBuffer in, byte[] associated) {
    if (in.capacity() < HEADER + PLAIN_CHECK || in.getLong(HEADER) != Checksum.of(associated)) {
      return Optional.empty();
    }
    return Optional.of(Arrays.copyOfRange(in.array(), HEADER + PLAIN_CHECK, in.capacity()));
  }

  private byte[] associated(byte[] header, long target) {
    return ByteBuffer.allocate(3 + Long.BYTES + label.length)
        .put(header, 0, 3)
        .putLong(target)
        .put(label)
        .array();
  }
}
