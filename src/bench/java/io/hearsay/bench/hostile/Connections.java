package io.hearsay.bench.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many connections of callers that do nothing more. */
final class Connections implements AutoCloseable {
  private static final int SMALL = 4096;

  private final List<SocketChannel> open = new ArrayList<>();

  /** Opens that many connections, as far as they are accepted, and sends the words on each. */
  Connections(String ip, int port, int count, String words) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      try {
        var channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
        channel.socket().connect(new InetSocketAddress(ip, port), 5000);
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
        open.add(channel);
      } catch (IOException e) {
        // Refused, or closed immediately: that is the agent's right.
      }
      if (i % 100 == 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
  }

  /** Writes as many of {@code bytes} on each connection as it accepts; returns the total. */
  long push(int bytes, Duration time) throws InterruptedException {
    var sent = new int[open.size()];
    var piece = new byte[16 << 10];
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      for (int i = 0; i < sent.length; i++) {
        if (sent[i] < bytes) {
          try {
            sent[i] += open.get(i).write(ByteBuffer.wrap(piece));
          } catch (IOException e) {
            // It was closed; a full one is tried again.
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
    long all = 0;
    for (int each : sent) {
      all += each;
    }
    return all;
  }

  /**
   * How many were answered with that status. Checking a connection reads it, so it is no longer
   * stalled.
   */
  long answered(String status) {
    return open.stream().filter(channel -> head(channel).startsWith("HTTP/1.1 " + status)).count();
  }

  private static String head(SocketChannel channel) {
    try {
      var head = ByteBuffer.allocate(12);
      channel.read(head);
      return new String(head.array(), 0, head.position(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    for (var channel : open) {
      channel.close();
    }
  }
}
