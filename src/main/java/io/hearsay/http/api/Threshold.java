package io.hearsay.http.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/**
 * What every call to the API must satisfy before it is processed: it names a host, its body is
 * small, and it arrives in time. So no caller can make the agent hold more than {@value #MAX_BODY}
 * bytes for it, or hold them for long.
 */
@Singleton
class Threshold {
  /** Maximum size of a body, as in application.properties, which bounds bodies without a length. */
  static final int MAX_BODY = 16 << 10;

  /** Time limit from the end of the header to the end of the body. */
  private static final long BODY_MILLIS = 10_000;

  /** Order of the handler: before the framework's own, which answers without a body. */
  private static final int FIRST = 1000;

  private final Vertx vertx;

  Threshold(Vertx vertx) {
    this.vertx = vertx;
  }

  void install(@Observes Filters filters) {
    filters.register(this::pass, FIRST);
  }

  /**
   * Refuses requests that name no host, which the router would fail before any filter sees them.
   */
  void refuseNameless(@Observes Router router) {
    router
        .route()
        .order(Integer.MIN_VALUE)
        .failureHandler(
            call -> {
              if (host(call.request()).isEmpty()) {
                Problem.send(
                    call, Response.Status.BAD_REQUEST, "the request names no host (Host: ADDR)");
              } else {
                call.next();
              }
            });
  }

  private void pass(RoutingContext call) {
    var request = call.request();
    if (length(request) > MAX_BODY) {
      Problem.send(call, Response.Status.REQUEST_ENTITY_TOO_LARGE, tooLarge());
    } else {
      if (bringsBody(request)) {
        limit(request);
      }
      call.next();
    }
  }

  /**
   * Whether a request has a body. One without has arrived completely, although it does not end
   * before it has been read.
   */
  private static boolean bringsBody(HttpServerRequest request) {
    return !request.isEnded()
        && (length(request) > 0 || request.headers().contains(HttpHeaders.TRANSFER_ENCODING));
  }

  static String tooLarge() {
    return "a body has at most " + MAX_BODY + " bytes here";
  }

  private static String host(HttpServerRequest request) {
    var host = request.getHeader(HttpHeaders.HOST);
    return host == null ? "" : host.trim();
  }

  private static long length(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length.trim());
    } catch (NumberFormatException e) {
      // Never happens, as the decoder refuses an invalid length.
      return Long.MAX_VALUE;
    }
  }

  private void limit(HttpServerRequest request) {
    var connection = request.connection();
    long timer =
        vertx.setTimer(
            BODY_MILLIS,
            t -> {
              if (!request.isEnded()) {
                var unused = connection.close();
              }
            });
    request.response().endHandler(v -> vertx.cancelTimer(timer));
  }
}
