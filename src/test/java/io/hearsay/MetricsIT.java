package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.documents.GeneratedPage;
import io.hearsay.documents.MetricsPage;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Metrics;
import io.hearsay.testkit.MetricsLint;
import io.hearsay.testkit.OutsideTool;
import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a balancer and a member with an application expose to Prometheus, with the jar and the
 * binary.
 */
@ParameterizedClass
@MethodSource("subjects")
class MetricsIT {
  private static final String BALANCER = "127.63.1.1";
  private static final String WEB = "127.63.1.2";
  private static final Pattern FIGURE =
      Pattern.compile("\\b(?:hearsay|haproxy|process)_[a-z0-9_]+(?=[{\\[),\\s])");
  private static final Duration START = Duration.ofSeconds(60);

  private final Subject subject;
  private final Http http = new Http(Duration.ofSeconds(10));
  private final List<Process> agents = new ArrayList<>();
  @TempDir Path dir;

  MetricsIT(Subject subject) {
    this.subject = subject;
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  @BeforeEach
  void start() throws IOException {
    var settings =
        Files.writeString(
            dir.resolve("lb.properties"),
            "hearsay.balancer.frontend=%s:18080\nhearsay.balancer.stats=%s:18404\n"
                .formatted(BALANCER, BALANCER));
    agents.add(
        Subject.start(
            subject.agent(
                "lb",
                BALANCER,
                "--tag",
                "role=balancer",
                "--config",
                settings.toString(),
                "--haproxy-config",
                dir.resolve("haproxy.cfg").toString()),
            dir.resolve("lb.log")));
    agents.add(
        Subject.start(
            subject.agent(
                "web1",
                WEB,
                "--join",
                BALANCER + ":17946",
                "--tag",
                "role=backend",
                "--tag",
                "service=web",
                "--tag",
                "port=3000",
                "--check",
                "none",
                "--",
                "sleep",
                "1000"),
            dir.resolve("web.log")));
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(
            () ->
                metrics(BALANCER).sum("hearsay_proxy_servers") == 1
                    && metrics(BALANCER).sum("hearsay_proxy_current") == 1);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (var agent : agents) {
      agent.destroy();
    }
    for (var agent : agents) {
      if (!agent.waitFor(20, TimeUnit.SECONDS)) {
        agent.destroyForcibly().waitFor();
      }
    }
  }

  private Metrics metrics(String ip) throws IOException {
    return new Metrics(
        http.body("GET", "http://" + ip + ":17374/q/metrics", "", "Accept", "text/plain"));
  }

  @Test
  void promtoolFindsNothingWrong() throws Exception {
    for (var ip : List.of(BALANCER, WEB)) {
      var text = metrics(ip).text();

      assertThat(MetricsLint.problems(text)).as(ip).isEmpty();
      assertThat(OutsideTool.PROMTOOL.complaint(text, "check", "metrics")).as(ip).isEmpty();
    }
  }

  @Test
  void onlyABalancerHasBalancerMetrics() throws Exception {
    var balancer = metrics(BALANCER);
    var web = metrics(WEB);

    assertThat(web.series("hearsay_proxy_")).isZero();
    assertThat(balancer.sum("hearsay_proxy_current")).isEqualTo(1);
    assertThat(balancer.sum("hearsay_proxy_view_to_applied_seconds_count")).isPositive();
    assertThat(balancer.sum("hearsay_proxy_render_seconds_count")).isPositive();
    assertThat(balancer.sum("hearsay_proxy_apply_seconds_count")).isPositive();
    assertThat(balancer.sum("hearsay_proxy_socket_answer_seconds_count")).isPositive();
    assertThat(balancer.sum("hearsay_proxy_flaps_total")).isZero();
  }

  @Test
  void everyAgentExposesItsBuildAndItsProtocolMetrics() throws Exception {
    await().until(() -> metrics(WEB).sum("hearsay_protocol_probe_round_trip_seconds_count") > 0);
    var web = metrics(WEB);

    assertThat(web.sum("hearsay_build_info")).isEqualTo(1);
    assertThat(web.text()).contains("hearsay_build_info{runtime=\"").contains(",version=\"0.");
    assertThat(web.sum("hearsay_protocol_sent_bytes_total"))
        .isGreaterThan(web.sum("hearsay_protocol_packets_sent_total"));
    assertThat(web.sum("hearsay_protocol_received_bytes_total")).isPositive();
    assertThat(web.series("hearsay_protocol_queue")).isEqualTo(1);
    assertThat(web.series("hearsay_protocol_detection_seconds_count")).isEqualTo(1);
    assertThat(web.sum("hearsay_check_passing")).isEqualTo(1);
    assertThat(web.sum("hearsay_check_seconds_count")).isPositive();
    assertThat(web.text())
        .contains("hearsay_supervise_restarts_total{program=\"the application\",} 0");
  }

  /** The built-in template exposes them if HAProxy was built with the exporter. */
  @Test
  void haproxyExposesItsOwnMetricsBesideItsPage() throws Exception {
    var said = http.body("GET", "http://" + BALANCER + ":18404/metrics", "");

    assertThat(new Metrics(said).series("haproxy_server_status")).isPositive();
    assertThat(http.body("GET", "http://" + BALANCER + ":18404/", "")).contains("<html>");
  }

  @Test
  void everyMetricOfTheAlertRulesAndTheDashboardExists() throws Exception {
    var told =
        metrics(BALANCER).text()
            + metrics(WEB).text()
            + http.body("GET", "http://" + BALANCER + ":18404/metrics", "");
    for (var file : List.of("rules.yaml", "grafana/hearsay.json")) {
      var names =
          FIGURE
              .matcher(Files.readString(ObservabilityTest.DIR.resolve(file)))
              .results()
              .map(found -> found.group())
              .distinct()
              .toList();
      assertThat(names).as(file).hasSizeGreaterThan(10);
      assertThat(names).as(file).allMatch(name -> new Metrics(told).series(name) > 0);
    }
  }

  /** The reference lists every metric with its help; {@code -Dwrite} rewrites the page. */
  @Test
  void thePageListsEveryFigure() throws Exception {
    GeneratedPage.hold(
        Path.of("docs/reference/metrics.adoc"),
        MetricsPage.text(metrics(BALANCER).text(), metrics(WEB).text()),
        "MetricsIT");
  }

  /** A member that dies is suspected first; the time is measured where the failure is declared. */
  @Test
  void detectionIsMeasured() throws Exception {
    agents.get(1).destroyForcibly();

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> metrics(BALANCER).sum("hearsay_protocol_detection_seconds_count") == 1);
    assertThat(metrics(BALANCER).sum("hearsay_protocol_detection_seconds_sum")).isLessThan(20);
  }
}
