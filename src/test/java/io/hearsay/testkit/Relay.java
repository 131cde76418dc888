package io.hearsay.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Forwards connections to an address until they are cut. */
public final class Relay implements AutoCloseable {
  private final ServerSocket server;
  private final String host;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean broken;

  /** Forwards to that address, from a free port on the same host. */
  public Relay(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.server = new ServerSocket(0, 50, InetAddress.getByName(host));
    Thread.ofVirtual().start(this::accept);
  }

  /** The address on which it listens. */
  public String address() {
    return host + ":" + server.getLocalPort();
  }

  /** Closes all connections, and new ones as they come. */
  public void cut() {
    broken = true;
    sockets.forEach(Relay::close);
  }

  /** Forwards again. */
  public void mend() {
    broken = false;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        sockets.add(client);
        if (broken) {
          close(client);
          continue;
        }
        var target = new Socket(host, port);
        sockets.add(target);
        Thread.ofVirtual().start(() -> pass(client, target));
        Thread.ofVirtual().start(() -> pass(target, client));
      } catch (IOException e) {
        // The next attempt may succeed; after close() there is none.
        continue;
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // It was cut.
      return;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // A socket that fails to close does no harm.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
