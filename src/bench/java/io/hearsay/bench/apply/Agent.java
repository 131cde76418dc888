package io.hearsay.bench.apply;

import io.hearsay.demo.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** An agent as its HTTP interface shows it. */
public final class Agent {
  public static final int HTTP = 7373;
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  private final String address;

  /** The one whose API is at that address. */
  public Agent(String address) {
    this.address = address;
  }

  /**
   * The balancer's pipeline.
   *
   * @param inStep whether HAProxy runs with the newest catalog, and nothing is wrong
   * @param servers that take requests
   */
  public record Pipeline(
      boolean inStep,
      long revision,
      Set<String> servers,
      long pid,
      long reloads,
      long runtimeChanges,
      String method,
      String reason,
      String error) {}

  /** The pipeline; not in step, without servers, if nobody answers. */
  public Pipeline pipeline() {
    try {
      var proxy = map(Json.read(send("GET", "/v1/proxy", "")));
      var servers = new TreeSet<String>();
      for (var each : (List<?>) proxy.get("servers")) {
        var server = map(each);
        if ("ready".equals(server.get("state"))) {
          servers.add(String.valueOf(server.get("name")));
        }
      }
      var error = proxy.get("lastError");
      return new Pipeline(
          number(proxy, "revision") == number(proxy, "appliedRevision")
              && error == null
              && Boolean.TRUE.equals(proxy.get("answering")),
          number(proxy, "revision"),
          servers,
          number(proxy, "pid"),
          number(proxy, "reloads"),
          number(proxy, "runtimeChanges"),
          String.valueOf(proxy.get("method")),
          String.valueOf(proxy.get("reason")),
          String.valueOf(error));
    } catch (IOException e) {
      return new Pipeline(false, -1, Set.of(), 0, 0, 0, "", "", e.toString());
    }
  }

  /** The text that HAProxy runs with. */
  String config() {
    return must("GET", "/v1/proxy/config", "");
  }

  /** Asks the balancer for a reload. */
  void reload() {
    must("POST", "/v1/proxy/reload", "");
  }

  /** Gives its member a tag. */
  public void set(String tag, String value) {
    must("PUT", "/v1/agent/tags", "{\"set\":{\"" + tag + "\":\"" + value + "\"}}");
  }

  void delete(String tag) {
    must("PUT", "/v1/agent/tags", "{\"delete\":[\"" + tag + "\"]}");
  }

  void drain(boolean on) {
    must("POST", "/v1/agent/drain", "{\"on\":" + on + "}");
  }

  /** Whether it answers at all. */
  public boolean up() {
    try {
      send("GET", "/v1/agent", "");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String must(String method, String path, String body) {
    try {
      return send(method, path, body);
    } catch (IOException e) {
      throw new Failure(method + " " + path + " at " + address + ": " + e.getMessage(), e);
    }
  }

  private String send(String method, String path, String body) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + address + ":" + HTTP + path))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      var response = CLIENT.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException("answers " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static long number(Map<String, Object> object, String key) {
    return object.get(key) instanceof Double number ? number.longValue() : -1;
  }
}
