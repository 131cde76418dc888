package io.hearsay.balancer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Requests without end, each on a connection of its own, so that no refusal goes unseen. */
public final class Traffic implements AutoCloseable {
  private static final int LIMIT = 5000;

  private final int port;
  private final Thread thread;
  private final AtomicLong good = new AtomicLong();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  public Traffic(int port) {
    this.port = port;
    this.thread = Thread.ofPlatform().name("traffic").start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        var answer = ask(port);
        if (answer.startsWith("HTTP/1.1 200")) {
          good.incrementAndGet();
        } else {
          failures.add(answer.isEmpty() ? "closed without an answer" : answer);
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  /** Makes one request and returns the whole answer, empty if there is none. */
  public static String ask(int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT);
      socket.setSoTimeout(LIMIT);
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The number of successful requests. */
  public long good() {
    return good.get();
  }

  /** What went wrong, one entry per failed request. */
  public List<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
