package io.hearsay.cluster.wire;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * What no bytes of a stranger may do, whoever makes them up: {@link FuzzTest} by chance, from seeds
 * that are the same in each run; Jazzer led by which branches they reach ({@code make bench
 * WHAT=fuzz}), from {@link #fuzzerTestOneInput}.
 */
public final class Hostile {
  /** A decoded datagram may take this many times its bytes, and this much for being one at all. */
  private static final int GROWTH = 96;

  private static final int FLOOR = 64 * 1024;

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Keyring KEYED = key(1);
  private static final Envelope SEALED = new Envelope("blue", 2, KEYED);
  private static final Envelope PLAIN = new Envelope("blue", 2, Keyring.none());
  private static final int GREETING = StreamSeal.greeting(KEYED, new byte[16]).length;

  private Hostile() {}

  /** Jazzer's entry. The first byte says who reads the rest. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      var rest = Arrays.copyOfRange(input, 1, input.length);
      switch (input[0] & 3) {
        case 0 -> envelope(rest);
        case 1 -> stream(rest);
        default -> decoder(rest);
      }
    }
  }

  /** Neither throws nor allocates without bounds; what is accepted can be told on. */
  static void decoder(byte[] bytes) {
    var decoded = Codec.decode(bytes).orElse(List.of());
    long limit = FLOOR + (long) GROWTH * bytes.length;
    long first = allocated(bytes);
    // Once for each class, loading it counts too, so it is measured again if it was too much.
    if (first > limit && allocated(bytes) > limit) {
      throw new AssertionError("more than " + limit + " bytes allocated for " + bytes.length);
    }
    for (var message : decoded) {
      if (Codec.decode(Codec.encode(message)).isEmpty()) {
        throw new AssertionError(message + " cannot be told on");
      }
    }
  }

  private static long allocated(byte[] bytes) {
    long before = THREAD.getCurrentThreadAllocatedBytes();
    Codec.decode(bytes);
    return THREAD.getCurrentThreadAllocatedBytes() - before;
  }

  private static void envelope(byte[] bytes) {
    PLAIN.open(bytes);
    if (SEALED.open(bytes).isPresent()) {
      throw new AssertionError("a forged datagram opens");
    }
  }

  private static void stream(byte[] bytes) {
    var own = StreamSeal.greeting(KEYED, new byte[16]);
    var peer = Arrays.copyOf(bytes, Math.min(bytes.length, GREETING));
    var frame = Arrays.copyOfRange(bytes, peer.length, bytes.length);
    var seal = StreamSeal.of(KEYED, own, peer, false, "blue");
    if (seal.isPresent() && seal.get().open(frame).isPresent()) {
      throw new AssertionError("a forged frame opens");
    }
  }

  static Keyring key(int fill) {
    var bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return new Keyring(List.of(new SecretKeySpec(bytes, "AES")));
  }

  /** Writes one good input of each kind, for a fuzzer to begin with. */
  public static void main(String[] args) throws IOException {
    var directory = Files.createDirectories(Path.of(args[0]));
    int number = 0;
    for (var message : FuzzTest.SEEDS) {
      write(directory, number++, 2, Codec.encode(message));
    }
    write(directory, number++, 0, new Envelope("blue", 1, KEYED).seal(new byte[9], 3));
    write(directory, number++, 0, new Envelope("blue", 1, Keyring.none()).seal(new byte[9], 2));
    write(directory, number, 1, StreamSeal.greeting(KEYED, new byte[16]));
  }

  private static void write(Path directory, int number, int reader, byte[] bytes)
      throws IOException {
    var input = new byte[bytes.length + 1];
    input[0] = (byte) reader;
    System.arraycopy(bytes, 0, input, 1, bytes.length);
    Files.write(directory.resolve("seed-" + number), input);
  }
}
