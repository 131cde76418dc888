package io.hearsay.web;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The server's side of a websocket (RFC 6455) that echoes every frame. Long-lived connections are
 * what keeps an old proxy process alive, so the shop has to have one.
 */
final class WebSocket {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_FRAME = 1024 * 1024;

  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private static final int GOING_AWAY = 1001;
  private static final int PROTOCOL_ERROR = 1002;
  private static final int TOO_BIG = 1009;

  private final DataInputStream in;
  private final OutputStream out;
  private final ReentrantLock writing = new ReentrantLock();
  private boolean closeSent;

  WebSocket(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = out;
  }

  /** Does the handshake, then echoes until either side closes. */
  void serve(Request request, String name) throws IOException {
    out.write(
        """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        X-Backend: %s\r
        Sec-WebSocket-Accept: %s\r
        \r
        """
            .formatted(name, accept(request.headers().get("sec-websocket-key")))
            .getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    while (echo()) {
      // One frame after another.
    }
  }

  private static String accept(String key) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** Reads one frame and answers it; false at the end of the conversation. */
  private boolean echo() throws IOException {
    var first = in.readUnsignedByte();
    var second = in.readUnsignedByte();
    var opcode = first & 0x0f;
    var length = length(second & 0x7f);
    var masked = (second & 0x80) != 0;
    var control = opcode >= CLOSE;
    if (!masked || opcode > PONG || (control && length > 125)) {
      close(PROTOCOL_ERROR);
      return false;
    }
    if (length > MAX_FRAME) {
      close(TOO_BIG);
      return false;
    }
    var mask = in.readNBytes(4);
    var payload = in.readNBytes((int) length);
    if (payload.length < length) {
      return false;
    }
    for (var i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return switch (opcode) {
      case CLOSE -> {
        send(0x80 | CLOSE, Arrays.copyOf(payload, Math.min(2, payload.length)));
        yield false;
      }
      case PING -> send(0x80 | PONG, payload);
      case PONG -> true;
      default -> send(first, payload);
    };
  }

  private long length(int seven) throws IOException {
    return switch (seven) {
      case 126 -> in.readUnsignedShort();
      case 127 -> in.readLong() & Long.MAX_VALUE;
      default -> seven;
    };
  }

  /** Tells the other side that the server is stopping; its answer ends the conversation. */
  void goAway() {
    try {
      close(GOING_AWAY);
    } catch (IOException e) {
      // It has ended already.
    }
  }

  private void close(int code) throws IOException {
    send(0x80 | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /** Writes a frame, unless a close was sent, after which nothing may follow. Always true. */
  private boolean send(int first, byte[] payload) throws IOException {
    writing.lock();
    try {
      if (closeSent) {
        return true;
      }
      closeSent = (first & 0x0f) == CLOSE;
      out.write(first);
      if (payload.length < 126) {
        out.write(payload.length);
      } else if (payload.length < 65_536) {
        out.write(new byte[] {126, (byte) (payload.length >> 8), (byte) payload.length});
      } else {
        out.write(new byte[] {127, 0, 0, 0, 0});
        for (var shift = 24; shift >= 0; shift -= 8) {
          out.write(payload.length >> shift);
        }
      }
      out.write(payload);
      out.flush();
      return true;
    } finally {
      writing.unlock();
    }
  }
}
