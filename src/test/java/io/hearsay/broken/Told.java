package io.hearsay.broken;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Everything that one agent reports to an operator. */
final class Told implements AutoCloseable {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);

  private final String ip;
  private final Path log;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final StringBuffer events = new StringBuffer();
  private Socket stream;
  private int logFrom;

  Told(String ip, Path log) {
    this.ip = ip;
    this.log = log;
  }

  /** What must be reported where. */
  record Signs(String kind, String cause, String remedy, String log) {}

  /** Follows the events, including earlier ones. */
  void listen() throws IOException {
    stream = new Socket(ip, 7373);
    stream
        .getOutputStream()
        .write(
            ("GET /v1/events HTTP/1.1\r\nLast-Event-ID: x\r\nHost: " + ip + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    var in = stream.getInputStream();
    Thread.ofVirtual()
        .start(
            () -> {
              var buffer = new byte[8192];
              try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                  events.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
              } catch (IOException e) {
                // The stream was closed.
                return;
              }
            });
  }

  String page() {
    return get("7373/").replace("&#39;", "'").replace("&quot;", "\"");
  }

  String readiness() {
    return get("7374/q/health/ready").replace("\\\"", "\"");
  }

  String metrics() {
    return get("7374/q/metrics");
  }

  String events() {
    return events.toString().replace("\\\"", "\"");
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  String get(String portAndPath) {
    return send(HttpRequest.newBuilder(URI.create("http://" + ip + ":" + portAndPath)));
  }

  void post(String path) {
    send(
        HttpRequest.newBuilder(URI.create("http://" + ip + ":7373" + path))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private String send(HttpRequest.Builder request) {
    try {
      return http.send(
              request.timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Ignores the events and log lines so far. */
  void mark() {
    logFrom = log().length();
    events.setLength(0);
  }

  boolean isReady() {
    return readiness().replaceAll("\\s", "").startsWith("{\"status\":\"UP\"");
  }

  /** Whether its API and its health port answer at all. */
  boolean answers() {
    return !get("7373/v1/agent").isEmpty() && !get("7374/q/health/live").isEmpty();
  }

  private boolean has(String where, Signs signs) {
    return switch (where) {
      case "verdict" -> page().contains(signs.cause()) && page().contains(signs.remedy());
      case "readiness" ->
          readiness().contains(signs.cause()) && readiness().contains(signs.remedy());
      case "event" ->
          events().contains("\"kind\":\"" + signs.kind() + "\"")
              && events().contains(signs.cause());
      case "metric" ->
          metrics()
              .lines()
              .anyMatch(
                  l ->
                      l.startsWith("hearsay_findings{")
                          && l.contains("\"" + signs.kind() + "\"")
                          && !l.endsWith(" 0.0"));
      default -> log().substring(Math.min(logFrom, log().length())).contains(signs.log());
    };
  }

  /**
   * Waits until it is reported everywhere.
   *
   * @return the milliseconds that it took, by place
   */
  Map<String, Long> await(Signs signs) {
    var after = new LinkedHashMap<String, Long>();
    var missing = new ArrayList<>(List.of("verdict", "readiness", "event", "metric", "log"));
    long began = System.nanoTime();
    while (!missing.isEmpty()) {
      for (var where : List.copyOf(missing)) {
        if (has(where, signs)) {
          after.put(where, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
          missing.remove(where);
        }
      }
      if (System.nanoTime() - began > LIMIT) {
        throw new AssertionError(
            signs
                + " is not in "
                + missing
                + "\nreadiness "
                + readiness()
                + "\nevents "
                + events()
                + "\nlog "
                + log());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return after;
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
    http.close();
  }
}
