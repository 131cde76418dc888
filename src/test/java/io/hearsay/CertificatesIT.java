package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.TestCertificate;
import io.hearsay.membership.Cluster;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Metrics;
import io.hearsay.testkit.Subject;
import io.hearsay.testkit.TestMember;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
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

  /** How often the certificate is replaced under load; the benchmark replaces it fifty times. */
  private static final int REPLACEMENTS = Integer.getInteger("replacements", 6);

  private final Subject subject;
  private final String ip;
  private final Http http = new Http(Duration.ofSeconds(10));
  private final Vertx vertx = Vertx.vertx();
  private Cluster web;
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
    if (web != null) {
      web.leave().toCompletableFuture().join();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
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

  /** One certificate in five is broken, each in a different way. */
  @Test
  void replacementsUnderLoadFailNoRequestAndTheNewestCertificateIsServed() throws Exception {
    var file = certificates.resolve("a.pem");
    var serves = TestCertificate.of("a.example");
    serves.writeTo(file);
    awaitShown(serves);
    serve();
    var address = new InetSocketAddress(ip, 18443);
    await()
        .atMost(START)
        .until(() -> Load.answer(TestCertificate.anybody(), address).startsWith("HTTP/1.1 200"));
    double reloads = figure("hearsay_proxy_reloads_total");
    var took = new ArrayList<Long>();

    try (var load = new Load(address)) {
      for (int i = 1; i <= REPLACEMENTS; i++) {
        var next = TestCertificate.of("a.example");
        long begun = System.nanoTime();
        if (i % 5 == 0) {
          Files.writeString(
              file,
              switch (i / 5 % 3) {
                case 0 -> next.pem().substring(0, next.pem().length() - 30);
                case 1 -> next.chain() + serves.key();
                default -> next.chain();
              });
          await()
              .atMost(Duration.ofSeconds(10))
              .until(() -> figure("hearsay_proxy_certificates_refused") == 1);
          awaitShown(serves);
        } else {
          next.writeTo(file);
          awaitShown(next);
          took.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
          serves = next;
        }
      }
      assertThat(load.good.get()).isGreaterThan(REPLACEMENTS);
      assertThat(load.failures).isEmpty();
      System.out.printf(
          "%s: %d replacements, served after %s ms at most, %d requests, %d failed%n",
          subject.name(),
          REPLACEMENTS,
          took.stream().mapToLong(t -> t).max().orElse(0),
          load.good.get(),
          load.failures.size());
    }
    assertThat(figure("hearsay_proxy_reloads_total")).isEqualTo(reloads);
  }

  /** Starts a server of the service {@code web} that answers everything with 200. */
  private void serve() throws Exception {
    var server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end())
            .listen(0, ip)
            .toCompletionStage()
            .toCompletableFuture()
            .get(5, TimeUnit.SECONDS);
    var port = Integer.toString(server.actualPort());
    web =
        TestMember.join(
            vertx, "web", new InetSocketAddress(ip, 27946), ip + ":17946", Map.of("port", port));
  }

  /** Requests without end, each with a handshake of its own. */
  private static final class Load implements AutoCloseable {
    private final AtomicLong good = new AtomicLong();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    Load(InetSocketAddress server) throws Exception {
      SSLContext client = TestCertificate.anybody();
      thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!closed) {
                      try {
                        var answer = answer(client, server);
                        if (answer.startsWith("HTTP/1.1 200")) {
                          good.incrementAndGet();
                        } else {
                          failures.add(answer);
                        }
                      } catch (IOException e) {
                        failures.add(e.toString());
                      }
                      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                    }
                  });
    }

    static String answer(SSLContext client, InetSocketAddress server) throws IOException {
      return TestCertificate.ask(client, server, "a.example").text();
    }

    @Override
    public void close() throws InterruptedException {
      closed = true;
      thread.join();
    }
  }
}
