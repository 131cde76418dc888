package io.hearsay.proxy.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * HAProxy's runtime API over its Unix socket (HAProxy management guide, section 9.3). One
 * connection a command, as HAProxy closes it after the answer; with a limit on time and size.
 * Blocks: never call it on an event loop.
 */
public final class RuntimeApi {
  private static final int MAX_ANSWER = 16 << 20;

  private final Path socket;
  private final Duration limit;

  /**
   * The API of whichever process listens there.
   *
   * @param limit for one command and its answer
   */
  public RuntimeApi(Path socket, Duration limit) {
    this.socket = socket;
    this.limit = limit;
  }

  /**
   * Runs a command.
   *
   * @return the answer, trimmed
   * @throws IOException if nobody answers in time
   */
  public String ask(String command) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (var selector = Selector.open();
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Connecting to a Unix socket does not wait for anything but room in its queue.
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      var key = channel.register(selector, SelectionKey.OP_WRITE);
      var out = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        await(selector, deadline);
        channel.write(out);
      }
      key.interestOps(SelectionKey.OP_READ);
      return read(selector, channel, deadline);
    }
  }

  private static String read(Selector selector, SocketChannel channel, long deadline)
      throws IOException {
    var answer = new ByteArrayOutputStream();
    var buffer = ByteBuffer.allocate(16 << 10);
    while (true) {
      await(selector, deadline);
      int got = channel.read(buffer.clear());
      if (got < 0) {
        return answer.toString(StandardCharsets.UTF_8).trim();
      }
      answer.write(buffer.array(), 0, got);
      if (answer.size() > MAX_ANSWER) {
        throw new IOException("answer too long");
      }
    }
  }

  private static void await(Selector selector, long deadline) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    selector.selectedKeys().clear();
    if (left <= 0 || selector.select(left) == 0) {
      throw new IOException("no answer in time");
    }
  }

  /** The number of the process that listens on the socket; empty if none answers. */
  public OptionalLong pid() {
    try {
      return ask("show info")
          .lines()
          .filter(l -> l.startsWith("Pid: "))
          .mapToLong(l -> Long.parseLong(l.substring(5).trim()))
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
