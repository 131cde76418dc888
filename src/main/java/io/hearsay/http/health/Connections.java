package io.hearsay.http.health;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The connections of a server that anybody may call. Each has {@value #WAIT_MILLIS} ms for the head
 * of a request, counted from its opening and from each answer, however slowly it sends. There are
 * at most {@value #MAX}: one more takes the place of the one that has been without a request for
 * longest, so that strangers who hold connections open cannot shut out a probe, which asks at once.
 *
 * <p>Owned by one event loop.
 */
final class Connections {
  static final int MAX = 256;
  static final long WAIT_MILLIS = 10_000;

  private final Vertx vertx;

  /** Those without a request, with their timers, the longest first. */
  private final Map<HttpConnection, Long> waiting = new LinkedHashMap<>();

  private int open;

  Connections(Vertx vertx) {
    this.vertx = vertx;
  }

  /** A connection was opened. */
  void opened(HttpConnection connection) {
    open++;
    connection.closeHandler(v -> closed(connection));
    if (open > MAX) {
      var oldest = waiting.keySet().stream().findFirst().orElse(connection);
      // Off the list at once: its end comes a little later, and the next one needs a place of
      // another.
      busy(oldest);
      var unused = oldest.close();
    }
    await(connection);
  }

  /** A request's head has come. */
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
