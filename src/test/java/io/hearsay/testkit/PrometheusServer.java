package io.hearsay.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Prometheus, asked through its HTTP API. */
public final class PrometheusServer implements AutoCloseable {
  private final Process process;
  private final String api;
  private final Http http = new Http(Duration.ofSeconds(10));

  /**
   * Starts one.
   *
   * @param program of Prometheus
   * @param config its configuration file
   * @param listen address and port of its API
   */
  public PrometheusServer(Path program, Path config, String listen) throws IOException {
    var directory = config.toAbsolutePath().getParent();
    var words =
        List.of(
            program.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + directory.resolve("tsdb"),
            "--web.listen-address=" + listen);
    this.process = Subject.start(words, directory.resolve("prometheus.log"));
    this.api = "http://" + listen;
  }

  /** Whether it answers queries. */
  public boolean ready() throws IOException {
    return http.get(api + "/-/ready").statusCode() == 200;
  }

  /** What it scrapes, each with {@code labels} and {@code health}. */
  public List<JsonObject> targets() throws IOException {
    return objects(data("/api/v1/targets?state=active").getJsonArray("activeTargets")).toList();
  }

  /** Its rules, each with {@code name}, {@code health} and {@code lastError}. */
  public List<JsonObject> rules() throws IOException {
    return objects(data("/api/v1/rules").getJsonArray("groups"))
        .flatMap(group -> objects(group.getJsonArray("rules")))
        .toList();
  }

  /** The alerts that are pending or firing, each with {@code labels} and {@code state}. */
  public List<JsonObject> alerts() throws IOException {
    return objects(data("/api/v1/alerts").getJsonArray("alerts")).toList();
  }

  /** What an expression gives now, each with {@code metric} and {@code value}. */
  public List<JsonObject> query(String expression) throws IOException {
    return objects(data("/api/v1/query?query=" + encoded(expression)).getJsonArray("result"))
        .toList();
  }

  /** The values that a label has in the series that match. */
  public List<String> labelValues(String label, String match) throws IOException {
    var path = "/api/v1/label/" + label + "/values?match%5B%5D=" + encoded(match);
    return body(path).getJsonArray("data").stream().map(String::valueOf).toList();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private JsonObject data(String path) throws IOException {
    return body(path).getJsonObject("data");
  }

  private JsonObject body(String path) throws IOException {
    return new JsonObject(http.body("GET", api + path, ""));
  }

  /** Ends it and waits for that. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
