package io.hearsay.bench.hostile;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A web server that answers with its name. */
final class Web implements AutoCloseable {
  static final int PORT = 3000;
  private final HttpServer server;

  Web(String name, String ip) throws IOException {
    server = HttpServer.create(new InetSocketAddress(ip, PORT), 1000);
    server.createContext(
        "/",
        exchange -> {
          var body = name.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("X-Backend", name);
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(200, head ? -1 : body.length);
          if (!head) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.setExecutor(Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
    server.start();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
