package io.hearsay.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A sidecar as its HTTP interface shows it. */
final class Sidecar {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  private final Host host;

  Sidecar(Host host) {
    this.host = host;
  }

  /**
   * The balancer's pipeline.
   *
   * @param inStep whether HAProxy runs with the newest catalog, and nothing is wrong
   * @param servers the names in the configuration
   * @param pid of the HAProxy that serves
   */
  record Pipeline(
      boolean inStep,
      Set<String> servers,
      long pid,
      int reloads,
      int runtimeChanges,
      String method) {}

  /** The names of the members that this sidecar believes to be alive. */
  Set<String> alive() throws IOException {
    var members = list(object("/v1/members").get("members"));
    return members.stream()
        .map(Sidecar::map)
        .filter(member -> "alive".equals(member.get("status")))
        .map(member -> String.valueOf(member.get("name")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The state of the balancer's pipeline. */
  Pipeline pipeline() throws IOException {
    var proxy = object("/v1/proxy");
    var servers =
        list(proxy.get("servers")).stream()
            .map(Sidecar::map)
            .filter(server -> "ready".equals(server.get("state")))
            .map(server -> String.valueOf(server.get("name")))
            .collect(Collectors.toCollection(TreeSet::new));
    var error = proxy.get("lastError");
    return new Pipeline(
        number(proxy, "revision") == number(proxy, "appliedRevision")
            && (error == null || error.equals("")),
        servers,
        number(proxy, "pid"),
        (int) number(proxy, "reloads"),
        (int) number(proxy, "runtimeChanges"),
        String.valueOf(proxy.get("method")));
  }

  /** Whether the readiness probe passes. */
  boolean ready() throws IOException {
    return get("http://" + host.health() + "/q/health/ready").statusCode() == 200;
  }

  private Map<String, Object> object(String path) throws IOException {
    var response = get("http://" + host.http() + path);
    if (response.statusCode() != 200) {
      throw new IOException(path + " of " + host.name() + " answers " + response.statusCode());
    }
    try {
      return map(Json.read(response.body()));
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IOException(path + " of " + host.name() + " answers no JSON object", e);
    }
  }

  private static HttpResponse<String> get(String uri) throws IOException {
    try {
      var request = HttpRequest.newBuilder(URI.create(uri)).timeout(LIMIT).build();
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  private static List<?> list(Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  private static long number(Map<String, Object> object, String key) {
    return object.get(key) instanceof Double number ? number.longValue() : -1;
  }
}
