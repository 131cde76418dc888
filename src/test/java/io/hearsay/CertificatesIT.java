package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.TestCertificate;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Metrics;
import io.hearsay.testkit.Subject;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS on a balancer from a watched directory, with the jar and with the binary. */
@ParameterizedClass
@MethodSource("subjects")
class CertificatesIT {
  private static final Duration START = Duration.ofSeconds(60);

  private final Subject subject;
  private final String ip;
  private final Http http = new Http(Duration.ofSeconds(10));
  private Process agent;
  private Path certificates;
  @TempDir Path dir;

  CertificatesIT(Subject subject) {
    this.subject = subject;
    this.ip = "127.73." + (subject.name().equals("jar") ? 1 : 2) + ".1";
  }

  static java.util.List<Subject> subjects() {
    return Subject.all();
  }

  @BeforeEach
  void start() throws IOException {
    certificates = Files.createDirectory(dir.resolve("certificates"));
    var settings =
        Files.writeString(
            dir.resolve("lb.properties"),
            """
            hearsay.balancer.frontend=%1$s:18080
            hearsay.balancer.stats=%1$s:18404
            hearsay.balancer.tls.frontend=%1$s:18443
            hearsay.balancer.tls.certificates=%2$s
            """
                .formatted(ip, certificates));
    agent =
        Subject.start(
            subject.agent(
                "lb",
                ip,
                "--tag",
                "role=balancer",
                "--config",
                settings.toString(),
                "--haproxy-config",
                dir.resolve("haproxy.cfg").toString()),
            dir.resolve("lb.log"));
  }

  @AfterEach
  void end() throws InterruptedException {
    agent.destroy();
    if (!agent.waitFor(20, TimeUnit.SECONDS)) {
      agent.destroyForcibly().waitFor();
    }
  }

  private void awaitShown(TestCertificate wanted) throws Exception {
    var server = new InetSocketAddress(ip, 18443);
    var expected = wanted.x509();
    await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(
            () -> {
              // A client that has connected before would resume its session and not be shown the
              // new one.
              var client = TestCertificate.anybody();
              return TestCertificate.ask(client, server, "a.example").shown().equals(expected);
            });
  }

  private double figure(String name) throws IOException {
    var text = http.body("GET", "http://" + ip + ":17374/q/metrics", "", "Accept", "text/plain");
    return new Metrics(text).sum(name);
  }

  @Test
  void aRenewedCertificateIsServedAndABrokenOneIsReported() throws Exception {
    var file = certificates.resolve("a.pem");
    var first = TestCertificate.of("a.example");
    first.writeTo(file);
    awaitShown(first);
    double reloads = figure("hearsay_proxy_reloads_total");

    var renewed = TestCertificate.of("a.example");
    renewed.writeTo(file);
    awaitShown(renewed);

    Files.writeString(file, TestCertificate.of("a.example").chain() + renewed.key());
    await().atMost(START).until(() -> figure("hearsay_proxy_certificates_refused") == 1);
    var proxy = new JsonObject(http.body("GET", "http://" + ip + ":17373/v1/proxy", ""));
    var told = proxy.getJsonArray("certificates").getJsonObject(0);
    assertThat(told.getString("name")).isEqualTo("a");
    assertThat(told.getString("expires")).isNotNull();
    assertThat(told.getString("refused")).contains("key", "the one before serves on");
    assertThat(proxy.getJsonArray("findings").encode()).contains("certificate-refused");
    awaitShown(renewed);
    assertThat(figure("hearsay_proxy_certificates")).isEqualTo(1);
    assertThat(figure("hearsay_proxy_certificates_expiry_timestamp_seconds"))
        .isEqualTo(renewed.x509().getNotAfter().toInstant().getEpochSecond());
    assertThat(figure("hearsay_proxy_reloads_total")).isEqualTo(reloads);
  }
}
