package io.hearsay.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes connections on to an address, until they are cut. */
public final class Relay implements AutoCloseable {
  private final ServerSocket server;
  private final String host;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean broken;

  /** To that address, from a free port of it. */
  public Relay(String host, int port) throws IOException {
    this.host = host;
    this.port = port;
    this.server = new ServerSocket(0, 50, InetAddress.getByName(host));
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public String address() {
    return host + ":" + server.getLocalPort();
  }

  /** Ends all connections, and new ones at once. */
  public void cut() {
    broken = true;
    sockets.forEach(Relay::close);
  }

  /** Passes on again. */
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
        // The next one may be luckier; after close() there is none.
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
      // It is in nobody's way.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
