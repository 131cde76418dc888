package io.hearsay.web;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The pages. Every answer says which node it came from. */
public final class Shop {
  private static final String METHODS = "GET, HEAD, OPTIONS";
  private static final int MAX_DELAY_MILLIS = 60_000;
  private static final int DROPS = 10;

  private final String name;
  private final AtomicLong served = new AtomicLong();
  private volatile boolean healthy = true;

  /**
   * @param name of the node, in every answer's {@code X-Backend}
   */
  public Shop(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Response answer(Request request, Socket socket) {
    try {
      return route(request, socket).with("X-Backend", name);
    } catch (BadRequest e) {
      return Response.text(e.status(), e.getMessage()).with("X-Backend", name);
    }
  }

  private Response route(Request request, Socket socket) throws BadRequest {
    if (request.path().equals("/health") && request.method().equals("POST")) {
      healthy = request.parameter("ok", 1, 1) == 1;
    }
    return switch (request.method()) {
      case "OPTIONS" -> Response.text(200, METHODS).with("Allow", METHODS);
      case "GET", "HEAD", "POST" -> page(request, socket);
      default -> Response.text(405, "try " + METHODS).with("Allow", METHODS);
    };
  }

  private Response page(Request request, Socket socket) throws BadRequest {
    return switch (request.path()) {
      case "/" -> front(request, socket);
      case "/health" -> healthy ? Response.text(200, "fine") : Response.text(503, "set to be unhealthy");
      case "/delay" -> delay(millis(request));
      case "/slow" -> slow(request);
      default -> Response.text(404, "nothing here; try /, /health, /delay?ms=, /slow?ms=");
    };
  }

  private Response front(Request request, Socket socket) {
    var session = Session.of(request);
    var address = socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    return Response.json(
            """
            {"name":"%s","address":"%s","session":"%s","views":%d,"served":%d,"for":"%s"}
            """
                .formatted(
                    text(name),
                    address,
                    session.id(),
                    session.views(),
                    served.incrementAndGet(),
                    text(request.headers().getOrDefault("x-forwarded-for", ""))))
        .with("Set-Cookie", session.setCookie())
        .with("Cache-Control", "no-store");
  }

  /** Nothing is sent before the time is over. */
  private Response delay(int millis) {
    pause(millis);
    return Response.text(200, "after " + millis + " ms");
  }

  /** Sends the head immediately, and the body piece by piece over the whole time. */
  private Response slow(Request request) throws BadRequest {
    if (request.version().equals("HTTP/1.0")) {
      return Response.text(505, "chunks need HTTP/1.1");
    }
    var millis = millis(request);
    return Response.drip(
        chunks -> {
          for (var drop = 1; drop <= DROPS; drop++) {
            pause(millis / DROPS);
            chunks.write((drop + " of " + DROPS + "\n").getBytes(StandardCharsets.US_ASCII));
          }
        });
  }

  private static int millis(Request request) throws BadRequest {
    return request.parameter("ms", 1000, MAX_DELAY_MILLIS);
  }

  /** The only place that sleeps: being slow is the purpose of these pages. */
  private static void pause(int millis) {
    try {
      Thread.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Escapes a value from outside within a JSON string. */
  private static String text(String value) {
    return value.replaceAll("[^\\w .,:\\[\\]-]", "?");
  }
}
