package io.hearsay.web;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** One client's connection: one request after another, until either side closes it. */
final class Connection implements Runnable {
  /** Longer than a proxy keeps an idle connection, so that the proxy is the one to close it. */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(75);

  /** How long a stopping server waits for the first request of a connection it has accepted. */
  private static final Duration FIRST_REQUEST_LIMIT = Duration.ofSeconds(1);

  /** Decides the race between a request that arrives and a server that stops: one of them wins. */
  private enum State {
    NEW,
    BUSY,
    IDLE,
    CLOSED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private final long accepted = System.nanoTime();
  private final Socket socket;
  private final Shop shop;
  private final BooleanSupplier stopping;
  private volatile WebSocket webSocket;

  Connection(Socket socket, Shop shop, BooleanSupplier stopping) {
    this.socket = socket;
    this.shop = shop;
    this.stopping = stopping;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) IDLE_LIMIT.toMillis());
      var in = new BufferedInputStream(socket.getInputStream());
      var out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
      while (requestArrives(in) && exchange(in, out)) {
        state.set(State.IDLE);
      }
      closeGently(in);
    } catch (IOException e) {
      // The client is gone, was silent for too long, or finish() closed an idle connection.
    }
  }

  /** Waits for the first byte of a request. False if the client closed, or the server did. */
  private boolean requestArrives(BufferedInputStream in) throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return false;
    }
    in.reset();
    var before = state.get();
    return before != State.CLOSED && state.compareAndSet(before, State.BUSY);
  }

  /** Answers one request; true if the connection can serve another. */
  private boolean exchange(BufferedInputStream in, BufferedOutputStream out) throws IOException {
    Request request;
    try {
      request = Request.read(in, out);
    } catch (BadRequest e) {
      Response.text(e.status(), e.getMessage()).write(out, false, true);
      return false;
    }
    if (request.wantsWebSocket()) {
      webSocket = new WebSocket(in, out);
      webSocket.serve(request, shop.name());
      return false;
    }
    var response = shop.answer(request, socket);
    // Checked after the answer was made: the server may have been stopped meanwhile.
    var keepAlive = request.keepAlive() && !stopping.getAsBoolean();
    response.write(out, keepAlive, request.wantsBody());
    return keepAlive;
  }

  /**
   * Closes the sending half and briefly reads what still comes: closing with unread bytes would
   * reset the connection and could destroy the answer on its way.
   */
  private void closeGently(BufferedInputStream in) throws IOException {
    if (socket.isClosed()) {
      return;
    }
    socket.shutdownOutput();
    socket.setSoTimeout(200);
    var bytes = new byte[1024];
    for (var reads = 0; reads < 64 && in.read(bytes) >= 0; reads++) {
      // Discarded.
    }
  }

  /** Makes the connection end as soon as nothing is under way. May be called repeatedly. */
  void finish() {
    if (webSocket != null) {
      webSocket.goAway();
      return;
    }
    var waitedEnough = System.nanoTime() - accepted > FIRST_REQUEST_LIMIT.toNanos();
    if (state.compareAndSet(State.IDLE, State.CLOSED)
        || (waitedEnough && state.compareAndSet(State.NEW, State.CLOSED))) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed either way.
      }
    }
  }
}
