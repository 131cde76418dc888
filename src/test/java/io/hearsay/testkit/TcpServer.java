package io.hearsay.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server on TCP for tests that handles each connection on a virtual thread of its own. */
public final class TcpServer implements AutoCloseable {
  private static final int BACKLOG = 200;

  private final ServerSocket listener;

  /** What the server does with a connection, which is closed when it returns. */
  public interface Conversation {
    /**
     * Holds the conversation.
     *
     * @throws IOException if the client ends it, which is not an error
     */
    void with(Socket client) throws IOException;
  }

  private TcpServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** Starts a server on a free port of loopback. */
  public static TcpServer start(Conversation conversation) throws IOException {
    return start(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), conversation);
  }

  /** Starts a server that accepts from this listener, such as one for TLS, and closes it. */
  public static TcpServer start(ServerSocket listener, Conversation conversation) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!listener.isClosed()) {
                try {
                  var client = listener.accept();
                  Thread.ofVirtual().start(() -> hold(conversation, client));
                } catch (IOException e) {
                  // The listener was closed, or a client has gone before it was accepted.
                }
              }
            });
    return new TcpServer(listener);
  }

  private static void hold(Conversation conversation, Socket client) {
    try (client) {
      conversation.with(client);
    } catch (IOException e) {
      // Clients, such as health checks, close the connection whenever they like.
    }
  }

  /** The port on which it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The address on which it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** Stops listening; conversations under way go on. */
  @Override
  public void close() throws IOException {
    listener.close();
  }
}
