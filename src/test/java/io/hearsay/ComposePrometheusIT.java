package io.hearsay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.OutsideTool;
import io.hearsay.testkit.PrometheusServer;
import io.hearsay.testkit.Subject;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of {@code compose/observability} in a real Prometheus, beside a balancer and two
 * members: only addresses and ports are others. Skipped where there is no Prometheus.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposePrometheusIT {
  private static final String BALANCER = "127.73.1.1";
  private static final List<String> WEBS = List.of("127.73.1.2", "127.73.1.3");
  private static final String PROMETHEUS = "127.73.1.9:9090";

  private static final Duration START = Duration.ofSeconds(90);

  /** Includes the time for which the alert has to last, and two scrapes. */
  private static final Duration ALERT = Duration.ofSeconds(60);

  /** What Grafana takes for {@code $__rate_interval} here, so that what happened is within it. */
  private static final String INTERVAL = "5m";

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");
  private static final Pattern IN_LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

  private final Http http = new Http(Duration.ofSeconds(10));
  private final List<Process> agents = new ArrayList<>();
  private final Map<String, HttpServer> apps = new HashMap<>();
  private PrometheusServer prometheus;
  @TempDir static Path dir;

  @BeforeAll
  void start() throws Exception {
    var program = OutsideTool.PROMETHEUS.path();
    if (program.isEmpty()) {
      System.out.println("prometheus is not on the PATH: compose/observability is not started");
    }
    assumeTrue(program.isPresent(), "prometheus is not on the PATH");
    var settings =
        Files.writeString(
            dir.resolve("lb.properties"),
            "hearsay.balancer.frontend=%s:18080\nhearsay.balancer.stats=%s:18404\n"
                .formatted(BALANCER, BALANCER));
    agent(
        "lb",
        BALANCER,
        "--role",
        "balancer",
        "--config",
        settings.toString(),
        "--haproxy-config",
        dir.resolve("haproxy.cfg").toString());
    for (var ip : WEBS) {
      serve(ip);
      web(ip);
    }
    prometheus = new PrometheusServer(program.get(), config(), PROMETHEUS);
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(() -> prometheus.ready() && visit() == 200 && figure("hearsay_proxy_servers") == 2);
  }

  @AfterAll
  void end() throws InterruptedException {
    if (prometheus != null) {
      prometheus.close();
    }
    apps.values().forEach(app -> app.stop(0));
    for (var agent : agents) {
      agent.destroy();
    }
    for (var agent : agents) {
      if (!agent.waitFor(20, TimeUnit.SECONDS)) {
        agent.destroyForcibly().waitFor();
      }
    }
  }

  private Process agent(String name, String ip, String... more) throws IOException {
    var command = Subject.all().getLast().agent(name, ip, more);
    var process = Subject.start(command, dir.resolve(name + ".log"));
    agents.add(process);
    return process;
  }

  private Process web(String ip) throws IOException {
    return agent(
        "web-" + ip,
        ip,
        "--join",
        BALANCER + ":17946",
        "--role",
        "backend",
        "--tag",
        "service=web",
        "--tag",
        "port=3000",
        "--tag",
        "zone=a",
        // Not that of the port, which is what HAProxy alone finds out here.
        "--check",
        "exec:/bin/true",
        "--",
        "sleep",
        "1000");
  }

  private void serve(String ip) throws IOException {
    var app = HttpServer.create(new InetSocketAddress(ip, 3000), 0);
    app.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    app.start();
    apps.put(ip, app);
  }

  /** The compose file's configuration with the addresses and ports of this test. */
  private Path config() throws IOException {
    Files.copy(ObservabilityTest.DIR.resolve("rules.yaml"), dir.resolve("rules.yaml"));
    var text = Files.readString(ObservabilityTest.DIR.resolve("prometheus.yaml"));
    var here = text.replace("balancer:7373", BALANCER + ":17373").replace("$1:1936", "$1:18404");
    assertThat(here).contains(BALANCER + ":17373").contains("$1:18404");
    return Files.writeString(dir.resolve("prometheus.yaml"), here);
  }

  private int visit() throws IOException {
    return http.get("http://" + BALANCER + ":18080/").statusCode();
  }

  /** The only value of an expression. */
  private double figure(String expression) throws IOException {
    return Double.parseDouble(
        prometheus.query(expression).getFirst().getJsonArray("value").getString(1));
  }

  @Test
  @Order(1)
  void everyMemberAndHaproxyAreTargetsThatAreUp() throws Exception {
    await()
        .atMost(START)
        .untilAsserted(
            () -> {
              var found = new TreeMap<String, String>();
              for (var target : prometheus.targets()) {
                var labels = target.getJsonObject("labels");
                found.put(
                    "%s/%s %s %s"
                        .formatted(
                            labels.getString("job"),
                            labels.getString("instance"),
                            labels.getString("role", ""),
                            labels.getString("zone", "")),
                    target.getString("health") + target.getString("lastError"));
              }
              assertThat(found)
                  .isEqualTo(
                      Map.of(
                          "hearsay/lb balancer ", "up",
                          "hearsay/web-127.73.1.2 backend a", "up",
                          "hearsay/web-127.73.1.3 backend a", "up",
                          "haproxy/lb  ", "up"));
            });
  }

  @Test
  @Order(2)
  void everyRuleIsEvaluatedAndNoneFiresWhileAllIsWell() throws Exception {
    var rules = Files.readString(ObservabilityTest.DIR.resolve("rules.yaml"));
    var alerts = Pattern.compile("(?m)^ +- alert: ").matcher(rules).results().count();
    await()
        .atMost(START)
        .untilAsserted(
            () ->
                assertThat(prometheus.rules())
                    .hasSize((int) alerts)
                    .allSatisfy(
                        rule -> assertThat(rule.getString("health")).as("" + rule).isEqualTo("ok"))
                    .allSatisfy(
                        rule ->
                            assertThat(rule.getString("state"))
                                .as(rule.getString("name"))
                                .isEqualTo("inactive")));
  }

  @Test
  @Order(3)
  void anAlertFiresWhenHaproxyTakesOutTheServersAndEndsWhenTheyAreBack() throws Exception {
    WEBS.forEach(ip -> apps.remove(ip).stop(0));
    await().atMost(ALERT).untilAsserted(() -> assertThat(firing()).contains("AllServersDown lb"));
    assertThat(visit()).isEqualTo(503);
    for (var ip : WEBS) {
      serve(ip);
    }
    await().atMost(ALERT).untilAsserted(() -> assertThat(firing()).isEmpty());
  }

  private List<String> firing() throws IOException {
    return prometheus.alerts().stream()
        .filter(alert -> alert.getString("state").equals("firing"))
        .map(alert -> alert.getJsonObject("labels"))
        .map(l -> l.getString("alertname").substring(7) + " " + l.getString("instance", ""))
        .toList();
  }

  @Test
  @Order(4)
  void everyQueryOfTheDashboardHasAnAnswerWithTheLabelsOfItsLegend() throws Exception {
    // What seldom happens: a failure, a refused join, a reload.
    var gone = web("127.73.1.4");
    await().atMost(START).ignoreExceptions().until(() -> figure("hearsay_proxy_servers") == 3);
    gone.destroyForcibly().waitFor();
    http.body("POST", "http://" + BALANCER + ":17373/v1/proxy/reload", "");
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(
            () -> {
              stray();
              visit();
              return figure("sum(hearsay_protocol_detection_seconds_count)") > 0
                  && figure("sum(increase(hearsay_joins_refused_total[5m]))") > 0
                  && figure("sum(increase(hearsay_proxy_reloads_total[5m]))") > 0
                  && figure("sum(rate(haproxy_backend_http_requests_total[5m]))") > 0;
            });

    var dashboard =
        new JsonObject(Files.readString(ObservabilityTest.DIR.resolve("grafana/hearsay.json")));
    var members = instances(dashboard);
    assertThat(members).contains("lb", "web-127.73.1.2", "web-127.73.1.3");
    var wrong = new ArrayList<String>();
    int queries = 0;
    for (var target : targets(dashboard).toList()) {
      queries++;
      // What Grafana makes of the variables when all members are selected.
      var expression =
          target
              .getString("expr")
              .replace("$instance", String.join("|", members))
              .replace("$__rate_interval", INTERVAL);
      assertThat(expression).doesNotContain("$");
      var answer = prometheus.query(expression);
      if (answer.isEmpty()) {
        wrong.add("no data: " + expression);
      }
      // A quantile of nothing is no number; there has to be one beside it.
      if (!answer.isEmpty() && answer.stream().allMatch(ComposePrometheusIT::isNoNumber)) {
        wrong.add("no number: " + expression);
      }
      for (var series : answer) {
        var labels = series.getJsonObject("metric").fieldNames();
        IN_LEGEND
            .matcher(target.getString("legendFormat", ""))
            .results()
            .map(found -> found.group(1))
            .filter(label -> !labels.contains(label))
            .forEach(label -> wrong.add("no label " + label + ": " + expression));
      }
    }
    assertThat(queries).isGreaterThan(30);
    assertThat(wrong).isEmpty();
  }

  private static boolean isNoNumber(JsonObject series) {
    return series.getJsonArray("value").getString(1).equals("NaN");
  }

  /** Another protocol at the gossip port. */
  private static void stray() throws IOException {
    try (var socket = new Socket(BALANCER, 17946)) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
      var unused = socket.getInputStream().readAllBytes();
    }
  }

  /** The values of the dashboard's variable. */
  private List<String> instances(JsonObject dashboard) throws IOException {
    var variable = dashboard.getJsonObject("templating").getJsonArray("list").getJsonObject(0);
    var query = LABEL_VALUES.matcher(variable.getJsonObject("query").getString("query"));
    assertThat(query.matches()).isTrue();
    return prometheus.labelValues(query.group(2), query.group(1));
  }

  private static Stream<JsonObject> targets(JsonObject dashboard) {
    var annotations = dashboard.getJsonObject("annotations").getJsonArray("list").stream();
    var panels =
        dashboard.getJsonArray("panels").stream()
            .map(JsonObject.class::cast)
            .filter(panel -> panel.containsKey("targets"))
            .flatMap(panel -> panel.getJsonArray("targets").stream());
    return Stream.concat(annotations, panels).map(JsonObject.class::cast);
  }
}
