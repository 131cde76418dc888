package io.hearsay.http.health;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The port of health and metrics, which strangers can reach: it answers GET and HEAD, takes no
 * bodies, and keeps few connections and none for long; see {@link Connections}. The responses come
 * from Quarkus, whose own server for them has no such limits and is not started.
 */
@Singleton
public class HealthServer {
  private static final int MAX_HEADER = 8 << 10;
  private static final int MAX_LINE = 2 << 10;

  /** Limit for a client that does not read its response. */
  private static final int IDLE_SECONDS = 30;

  private static final long LISTEN_SECONDS = 10;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int TOO_LARGE = 413;

  private final Vertx vertx;
  private final String host;
  private final int port;
  private final Connections connections;
  private Router router;
  private HttpServer server;

  HealthServer(
      Vertx vertx,
      @ConfigProperty(name = "quarkus.management.host") String host,
      @ConfigProperty(name = "quarkus.management.port") int port) {
    this.vertx = vertx;
    this.host = host;
    this.port = port;
    this.connections = new Connections(vertx);
  }

  void take(@Observes ManagementInterface management) {
    router = management.router();
    router.errorHandler(
        NOT_FOUND,
        call ->
            problem(
                call.request(),
                NOT_FOUND,
                "Not Found",
                "health is at /q/health, metrics at /q/metrics"));
  }

  /** Starts listening, before anything that relies on it. */
  void listen(@Observes @Priority(1) StartupEvent start) throws Exception {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setMaxHeaderSize(MAX_HEADER)
                    .setMaxInitialLineLength(MAX_LINE)
                    .setIdleTimeout(IDLE_SECONDS)
                    .setHttp2ClearTextEnabled(false)
                    .setReuseAddress(true))
            .connectionHandler(connections::opened)
            .requestHandler(this::answer);
    server
        .listen(port, host)
        .toCompletionStage()
        .toCompletableFuture()
        .get(LISTEN_SECONDS, TimeUnit.SECONDS);
  }

  void close(@Observes ShutdownEvent stop) {
    if (server != null) {
      var unused = server.close();
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  private void answer(HttpServerRequest request) {
    connections.asked(request);
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      problem(request, NOT_ALLOWED, "Method Not Allowed", "this port answers GET and HEAD");
    } else if (hasBody(request)) {
      problem(request, TOO_LARGE, "Content Too Large", "this port takes no bodies");
    } else {
      if (!request.headers().contains(HttpHeaders.HOST)) {
        // HTTP/1.0 probes name no host, which makes no difference here.
        request.headers().set(HttpHeaders.HOST, host);
      }
      router.handle(request);
    }
  }

  private static boolean hasBody(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || length != null && !length.trim().equals("0");
  }

  /**
   * Sends a problem document (RFC 9457) and closes the connection, since an unwanted body may
   * follow.
   */
  private static void problem(HttpServerRequest request, int status, String title, String detail) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .putHeader(HttpHeaders.CONNECTION, "close")
        .end(
            "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%s,\"detail\":\"%s\"}"
                .formatted(title, status, detail));
  }
}
