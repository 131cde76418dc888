package io.hearsay.membership.transport;

import static io.hearsay.fuzz.Target.hold;

import io.hearsay.fuzz.Target;
import io.hearsay.membership.crypto.Keyring;
import io.hearsay.membership.crypto.StreamSealer;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * A TCP connection, in pieces of any size. The first byte says whether there is a key, whether the
 * greeting is genuine, and whether the rest is what the peer sends or the bodies of its genuine
 * frames, separated by 0xff. The second says how long the pieces are, and the next three which byte
 * of a genuine stream is changed, and how.
 */
public final class FramesFuzz {
  private static final int HEADER = 5;
  private static final int MAX_FRAME = 512;
  private static final int MAX_HELD = 1024;
  private static final int MAX_PIECE = 64;
  private static final byte SEPARATOR = (byte) 0xff;

  private static final int PLAIN = 1;
  private static final int RAW = 2;
  private static final int RAW_GREETING = 4;

  private static final Keyring KEYED = new Keyring(List.of(new SecretKeySpec(new byte[32], "AES")));

  /** Makes findings reproducible: nothing is random. */
  private static final SecureRandom NONE =
      new SecureRandom() {
        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
          Arrays.fill(bytes, (byte) 7);
        }
      };

  private static final int NONCE = 12;
  private static long nonces;

  private final Keyring keyring;
  private final ByteBudget budget = new ByteBudget(MAX_HELD);
  private final List<byte[]> delivered = new ArrayList<>();
  private final FramedConnection stream;
  private Handler<Buffer> reader;
  private byte[] greeting;
  private boolean closed;

  private FramesFuzz(Keyring keyring) {
    this.keyring = keyring;
    this.stream =
        new FramedConnection(
            (NetSocket)
                Proxy.newProxyInstance(
                    FramesFuzz.class.getClassLoader(),
                    new Class<?>[] {NetSocket.class},
                    (socket, method, arguments) -> socket(method.getName(), arguments)),
            false,
            new FramedConnection.Sealing(keyring, "blue", NONE),
            new FramedConnection.Bounds(MAX_FRAME, budget),
            () -> {},
            this::deliver,
            (why, began) -> {});
  }

  /** The entry in the list of targets. */
  public static Target target() {
    return new Target(
        "frames",
        FramesFuzz.class,
        FramesFuzz::fuzzerTestOneInput,
        List.of(
            new byte[] {0, 3, 0, 0, 0, 1, 'p', SEPARATOR, 3, SEPARATOR, 4},
            new byte[] {0, 63, 0, 40, 1, 1, 'p', SEPARATOR, 3, SEPARATOR, 4, SEPARATOR, 1},
            new byte[] {PLAIN, 3, 0, 0, 0, 1, 'p', SEPARATOR, 3},
            new byte[] {PLAIN, 63, 0, 0, 0, 4, SEPARATOR, 1, 'p'},
            new byte[] {PLAIN, 3, 0, 21, 1, 1, 'p', SEPARATOR, 3, SEPARATOR, 4, SEPARATOR, 1},
            new byte[] {RAW, 9, 0, 0, 0, 0, 0, 0, 29, 1, 2, 3},
            new byte[] {PLAIN | RAW, 9, 0, 0, 0, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9},
            new byte[] {RAW | RAW_GREETING, 63, 0, 0, 0, 'H', 1, 1, 0, 0, 0, 0, 0, 0, 0}),
        List.of(new byte[] {SEPARATOR, 4, SEPARATOR}, new byte[] {0, 0, 1}),
        1);
  }

  /**
   * With a key, what is delivered is a prefix of what was sent. Nothing is delivered once the
   * connection was given up. Buffered bytes are bounded, and released in the end.
   */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < HEADER) {
      return;
    }
    var keyring = (input[0] & PLAIN) == 0 ? KEYED : Keyring.none();
    new FramesFuzz(keyring).run(input);
  }

  private Object socket(String method, Object[] arguments) {
    switch (method) {
      case "handler" -> reader = handler(arguments[0]);
      case "write" -> greeting = greeting == null ? ((Buffer) arguments[0]).getBytes() : greeting;
      case "close" -> closed = true;
      default -> {}
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  private static Handler<Buffer> handler(Object given) {
    return (Handler<Buffer>) given;
  }

  private void deliver(int kind, byte[] body) {
    hold(!closed, "a frame is delivered after the connection was given up");
    delivered.add(frame((byte) kind, body));
    if (kind == FramedConnection.FAREWELL) {
      stream.close();
    }
  }

  private static byte[] frame(byte kind, byte[] body) {
    var frame = new byte[body.length + 1];
    frame[0] = kind;
    System.arraycopy(body, 0, frame, 1, body.length);
    return frame;
  }

  private void run(byte[] input) {
    boolean raw = (input[0] & RAW) != 0;
    var rest = Arrays.copyOfRange(input, HEADER, input.length);
    var sent = raw ? List.<byte[]>of() : split(rest);
    var bytes = Buffer.buffer();
    if ((input[0] & RAW_GREETING) == 0) {
      var peer = StreamSealer.greeting(keyring, new byte[16]);
      bytes.appendBytes(peer);
      var seal = StreamSealer.of(keyring, peer, greeting, true, "blue").orElseThrow();
      sent.forEach(plain -> append(bytes, seal.seal(plain, nonce())));
    }
    if (raw) {
      bytes.appendBytes(rest);
    }
    boolean changed = !raw && bytes.length() > 0 && input[4] != 0;
    if (changed) {
      int at = ((input[2] & 0xff) << 8 | input[3] & 0xff) % bytes.length();
      bytes.setByte(at, (byte) (bytes.getByte(at) ^ input[4]));
    }
    read(bytes, 1 + Math.floorMod(input[1], MAX_PIECE));
    if (keyring.encrypts()) {
      hold(begins(sent), "what is delivered was not sent");
    }
    stream.closed();
    hold(budget.held() == 0, budget.held() + " bytes are held for nobody");
  }

  /** Java refuses to seal twice with the same nonce. */
  private static byte[] nonce() {
    return ByteBuffer.allocate(NONCE).putLong(4, ++nonces).array();
  }

  private void read(Buffer bytes, int piece) {
    for (int at = 0; at < bytes.length(); at += piece) {
      reader.handle(bytes.getBuffer(at, Math.min(at + piece, bytes.length())));
      hold(budget.held() >= 0 && budget.held() <= MAX_HELD, budget.held() + " bytes are held");
    }
  }

  private static void append(Buffer bytes, byte[] sealed) {
    bytes.appendInt(sealed.length).appendBytes(sealed);
  }

  private boolean begins(List<byte[]> sent) {
    if (delivered.size() > sent.size()) {
      return false;
    }
    for (int i = 0; i < delivered.size(); i++) {
      if (!Arrays.equals(delivered.get(i), sent.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<byte[]> split(byte[] bytes) {
    var parts = new ArrayList<byte[]>();
    int from = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == SEPARATOR) {
        parts.add(Arrays.copyOfRange(bytes, from, i));
        from = i + 1;
      }
    }
    return parts;
  }
}
