package io.hearsay.membership.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A container engine (Docker, Podman) behind its Unix socket. Only ever sends {@code GET}, so it
 * changes nothing. Blocks, at most {@value #LIMIT_SECONDS} s: not for an event loop. Messages of
 * its exceptions are for an operator, and say what to do.
 */
final class Engine {
  private static final int LIMIT_SECONDS = 2;
  private static final int MAX_ANSWER = 1 << 20;
  private static final int FINE = 200;

  private final Path socket;

  Engine(Path socket) {
    this.socket = socket;
  }

  /**
   * The body of a resource.
   *
   * @param target path and query, percent-encoded
   * @throws IOException if there is no engine, it answers anything but 200, more than 1 MiB or
   *     nonsense, or not in time
   */
  byte[] get(String target) throws IOException {
    if (!Files.exists(socket)) {
      throw new IOException(
          "there is no container engine's socket at "
              + socket
              + "; mount it into this container, or set DOCKER_HOST=unix://PATH");
    }
    HttpAnswer answer;
    try {
      answer = exchange(target);
    } catch (Unusable e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(words(e), e);
    }
    if (answer.status() != FINE) {
      throw new IOException(
          "the container engine at "
              + socket
              + " answers "
              + answer.status()
              + "; if there is a proxy in front of it, have it allow GET /containers/json");
    }
    return answer.body();
  }

  /** A failure that is in words already. */
  private static final class Unusable extends IOException {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  private String words(IOException failure) {
    var reason = String.valueOf(failure.getMessage());
    if (reason.contains("Permission denied")) {
      return "this user may not use the container engine's socket "
          + socket
          + "; run the agent with the group that owns it (docker run --group-add)";
    }
    if (reason.contains("temporarily unavailable")) {
      return late().getMessage();
    }
    if (reason.contains("refused")) {
      return "no container engine listens at " + socket + "; is it running?";
    }
    return "what answers at " + socket + " is no container engine: " + reason;
  }

  private HttpAnswer exchange(String target) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(LIMIT_SECONDS).toNanos();
    var request =
        "GET "
            + target
            + " HTTP/1.1\r\nHost: engine\r\nAccept: application/json\r\nConnection: close\r\n\r\n";
    try (var selector = Selector.open();
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Otherwise connecting would wait, for ever, for room in the queue of a stuck engine.
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
        throw late();
      }
      var key = channel.register(selector, SelectionKey.OP_WRITE);
      var out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        await(selector, deadline);
        channel.write(out);
      }
      key.interestOps(SelectionKey.OP_READ);
      var in = ByteBuffer.allocate(64 << 10);
      var all = new ByteArrayOutputStream();
      Optional<HttpAnswer> answer = Optional.empty();
      while (answer.isEmpty()) {
        await(selector, deadline);
        int got = channel.read(in.clear());
        all.write(in.array(), 0, Math.max(0, got));
        if (all.size() > MAX_ANSWER) {
          throw new Unusable(
              "the container engine at "
                  + socket
                  + " answers with more than 1 MiB; give a filter that fits fewer containers");
        }
        answer = HttpAnswer.parse(all.toByteArray(), got < 0);
      }
      return answer.get();
    }
  }

  private void await(Selector selector, long deadline) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    selector.selectedKeys().clear();
    if (left <= 0 || selector.select(left) == 0) {
      throw late();
    }
  }

  private Unusable late() {
    return new Unusable(
        "the container engine at "
            + socket
            + " does not answer within "
            + LIMIT_SECONDS
            + " s; is it overloaded?");
  }
}
