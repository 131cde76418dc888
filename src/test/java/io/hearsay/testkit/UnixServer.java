package io.hearsay.testkit;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on a Unix socket that reads the head of a request, answers with a text, and hangs up;
 * with an empty text it stays silent.
 */
public final class UnixServer implements AutoCloseable {
  private final ServerSocketChannel listener;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Thread server;
  private volatile String answer;

  /** Starts a server at a path where nothing is yet. */
  public UnixServer(Path socket, String answer) throws IOException {
    this.answer = answer;
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    server = Thread.ofPlatform().daemon().name("unix server").start(this::serve);
  }

  /** Answers with this from now on. */
  public void answer(String text) {
    answer = text;
  }

  /** The heads of all requests. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (listener.isOpen()) {
      try {
        var client = listener.accept();
        Thread.ofVirtual().start(() -> hold(client));
      } catch (IOException e) {
        // It was closed.
      }
    }
  }

  private void hold(SocketChannel client) {
    try (client) {
      var in = ByteBuffer.allocate(16 << 10);
      while (!text(in).endsWith("\r\n\r\n")) {
        if (client.read(in) < 0) {
          return;
        }
      }
      requests.add(text(in));
      var out = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
      while (out.hasRemaining()) {
        client.write(out);
      }
      if (answer.isEmpty()) {
        // Until the client has had enough.
        var unused = client.read(in);
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static String text(ByteBuffer in) {
    return new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    try {
      // Until then, the kernel still accepts connections.
      server.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
