package io.hearsay.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Accepts connections, gives each a virtual thread, and can stop without breaking a promise:
 * accepted requests are answered, idle connections are closed, and no new ones are accepted.
 */
public final class Server {
  private static final int BACKLOG = 1024;
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  private final ServerSocket listener;
  private final Shop shop;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition connectionEnded = lock.newCondition();
  private volatile boolean stopping;

  private Server(ServerSocket listener, Shop shop) {
    this.listener = listener;
    this.shop = shop;
  }

  /** Listens and serves until {@link #stop}. */
  public static Server start(InetSocketAddress address, Shop shop) throws IOException {
    var listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(address, BACKLOG);
    var server = new Server(listener, shop);
    // A platform thread: it keeps the process alive and is always there to accept.
    Thread.ofPlatform().name("accept").start(server::accept);
    return server;
  }

  /** The port that was given, or chosen by the system if it was 0. */
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!stopping) {
      try {
        serve(listener.accept());
      } catch (IOException e) {
        // Closed by stop(), or a client that was gone before it was accepted, or no descriptor is
        // left for the moment: only the first is a reason to end.
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private void serve(Socket socket) {
    var connection = new Connection(socket, shop, () -> stopping);
    connections.add(connection);
    Thread.ofVirtual()
        .start(
            () -> {
              connection.run();
              ended(connection);
            });
  }

  private void ended(Connection connection) {
    lock.lock();
    try {
      connections.remove(connection);
      connectionEnded.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stops listening, lets every request under way finish, closes idle connections.
   *
   * @return how many connections were still busy at the limit; 0 if all went well
   */
  public int stop(Duration limit) {
    stopping = true;
    try {
      listener.close();
    } catch (IOException e) {
      // It is closed either way.
    }
    var deadline = System.nanoTime() + limit.toNanos();
    lock.lock();
    try {
      while (!connections.isEmpty() && deadline - System.nanoTime() > 0) {
        // Repeated, because a connection that was just accepted becomes idle only after its answer.
        connections.forEach(Connection::finish);
        connectionEnded.awaitNanos(ASK_AGAIN.toNanos());
      }
      return connections.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return connections.size();
    } finally {
      lock.unlock();
    }
  }
}
