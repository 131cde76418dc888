package io.hearsay.http.health;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits the connections of a server that anybody may call. Each has {@value #WAIT_MILLIS} ms for
 * the head of a request, counted from its opening and from each response, however slowly it sends.
 * There are at most {@value #MAX}: another one replaces the one that has been without a request for
 * longest, so that strangers that hold connections open cannot shut out a probe, which sends its
 * request immediately.
 *
 * <p>Confined to one event loop.
 */
final class Connections {
  static final int MAX = 256;
  static final long WAIT_MILLIS = 10_000;

  private final Vertx vertx;

  /** Connections without a request, with their timers, the one waiting longest first. */
  private final Map<HttpConnection, Long> waiting = new LinkedHashMap<>();

  private int open;

  Connections(Vertx vertx) {
    this.vertx = vertx;
  }

  /** A connection has been opened. */
  void opened(HttpConnection connection) {
    open++;
    connection.closeHandler(v -> closed(connection));
    if (open > MAX) {
      var oldest = waiting.keySet().stream().findFirst().orElse(connection);
      // Removed from the list immediately: it closes a little later, and the next connection must
      // replace another one.
      busy(oldest);
      var unused = oldest.close();
    }
    await(connection);
  }

  /** The head of a request has arrived. */
  void asked(HttpServerRequest request) {
    var connection = request.connection();
    busy(connection);
    request.response().endHandler(v -> await(connection));
  }

  private void await(HttpConnection connection) {
    busy(connection);
    waiting.put(
        connection,
        vertx.setTimer(
            WAIT_MILLIS,
            t -> {
              var unused = connection.close();
            }));
  }

  private void busy(HttpConnection connection) {
    var timer = waiting.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  private void closed(HttpConnection connection) {
    open--;
    busy(connection);
  }
}
