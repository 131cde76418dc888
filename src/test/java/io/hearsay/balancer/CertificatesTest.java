package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.model.FrontOption;
import io.hearsay.membership.MemberStatus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS on the balancer, with real HAProxies and real handshakes. */
class CertificatesTest {
  @TempDir Path dir;
  private Path certificates;
  @AutoClose private TestBalancer test;
  private final int port = TestBalancer.freePort();

  private TestBalancer prepare(String haproxy) throws Exception {
    certificates = Files.createDirectory(dir.resolve("certs"));
    test =
        new TestBalancer(dir, haproxy)
            .with(
                s ->
                    s.with(FrontOption.TLS_CERTIFICATES, certificates)
                        .with(FrontOption.TLS_FRONTEND, "127.0.0.1:" + port));
    return test;
  }

  private void start() throws IOException {
    test.start()
        .balancer
        .submit(Views.of(Views.web("web1", test.web("one"), MemberStatus.ALIVE, Map.of())));
    test.awaitApplied();
  }

  static List<String> haproxies() {
    return HaproxyBinaries.all();
  }

  private boolean shows(TestCertificate wanted, String name) {
    try {
      return TestCertificate.ask(TestCertificate.anybody(), port, name)
          .shown()
          .equals(wanted.x509());
    } catch (Exception e) {
      return false;
    }
  }

  private void awaitShown(TestCertificate wanted, String name) {
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> shows(wanted, name));
  }

  private ProxyStatus awaitRefused(String name, String reason) {
    return test.awaitStatus(
        s ->
            s.certificates().stream()
                .filter(c -> c.name().equals(name))
                .anyMatch(c -> c.refused().filter(r -> r.contains(reason)).isPresent()));
  }

  @ParameterizedTest
  @MethodSource("haproxies")
  void renewedNewAndRemovedCertificatesTakeNoReload(String haproxy) throws Exception {
    prepare(haproxy);
    var first = TestCertificate.of("a.example");
    first.writeTo(certificates.resolve("a.pem"));
    start();
    assertThat(shows(first, "a.example")).isTrue();
    long pid = test.serving();

    var renewed = TestCertificate.of("a.example");
    renewed.writeTo(certificates.resolve("a.pem"));
    awaitShown(renewed, "a.example");

    // A new name; its key is beside it, but arrives later.
    var other = TestCertificate.of("b.example");
    Files.writeString(certificates.resolve("0.crt"), other.chain());
    awaitRefused("0", "no private key");
    Files.writeString(certificates.resolve("0.key"), other.key());
    awaitShown(other, "b.example");

    // A client that asks for an unknown name gets the first certificate.
    assertThat(shows(renewed, "c.example")).isTrue();

    Files.delete(certificates.resolve("0.crt"));
    await().atMost(Duration.ofSeconds(15)).until(() -> shows(renewed, "b.example"));

    assertThat(test.balancer.status().reloads()).isEqualTo(1);
    assertThat(test.serving()).isEqualTo(pid);
    assertThat(test.awaitStatus(s -> s.certificates().size() == 1).certificates().getFirst().name())
        .isEqualTo("a");
  }

  @ParameterizedTest
  @MethodSource("haproxies")
  void aBrokenCertificateIsRefusedAndMakesNoReloadImpossible(String haproxy) throws Exception {
    prepare(haproxy);
    var good = TestCertificate.of("a.example");
    var other = TestCertificate.of("a.example");
    var file = certificates.resolve("a.pem");
    good.writeTo(file);
    start();

    Files.writeString(file, other.chain() + good.key());
    awaitRefused("a", "inconsistencies between private key and certificate");
    Files.writeString(file, other.pem().substring(0, other.chain().length() - 40));
    awaitRefused("a", "cut off");
    Files.writeString(file, other.chain());
    var status = awaitRefused("a", "no private key");

    assertThat(status.certificates().getFirst().expires()).isPresent();
    assertThat(status.certificates().getFirst().refused().get())
        .contains("the one before serves on");
    assertThat(shows(good, "a.example")).isTrue();
    assertThat(test.balancer.status().reloads()).isEqualTo(1);

    // One more service takes a reload.
    test.apply(
        Views.of(
            Views.web("web1", test.web("one"), MemberStatus.ALIVE, Map.of()),
            Views.web(
                "api1",
                test.web("api"),
                MemberStatus.ALIVE,
                Map.of("service", "api", "path", "/api"))));
    assertThat(test.balancer.status().reloads()).isEqualTo(2);
    assertThat(shows(good, "a.example")).isTrue();

    // Nor does it keep the next agent from starting HAProxy.
    test.balancer.close(true);
    start();
    assertThat(shows(good, "a.example")).isTrue();
  }

  @Test
  void theLastCertificateStaysThoughTheDirectoryIsEmpty() throws Exception {
    prepare(HaproxyBinaries.SYSTEM);
    var good = TestCertificate.of("a.example");
    good.writeTo(certificates.resolve("a.pem"));
    start();

    Files.delete(certificates.resolve("a.pem"));
    awaitRefused(certificates.toString(), "no certificate in");

    assertThat(shows(good, "a.example")).isTrue();
    assertThat(test.file()).contains("crt-list");
  }

  @Test
  void theFirstCertificateBringsTheFrontend() throws Exception {
    prepare(HaproxyBinaries.SYSTEM);
    start();
    assertThat(test.file()).doesNotContain("crt-list");

    var first = TestCertificate.of("a.example");
    first.writeTo(certificates.resolve("a.pem"));

    awaitShown(first, "a.example");
    test.awaitStatus(status -> status.reloads() == 2);
  }

  @Test
  void anAgentThatTakesOverAppliesWhatChangedInTheMeantime() throws Exception {
    prepare(HaproxyBinaries.SYSTEM);
    TestCertificate.of("a.example").writeTo(certificates.resolve("a.pem"));
    start();
    long pid = test.serving();
    test.balancer.close(false);

    var renewed = TestCertificate.of("a.example");
    renewed.writeTo(certificates.resolve("a.pem"));
    var other = TestCertificate.of("b.example");
    other.writeTo(certificates.resolve("b.pem"));
    start();

    awaitShown(renewed, "a.example");
    awaitShown(other, "b.example");
    assertThat(test.serving()).isEqualTo(pid);
    assertThat(test.balancer.status().reloads()).isZero();
  }

  @Test
  void nobodyElseMayReadTheCopies() throws Exception {
    prepare(HaproxyBinaries.SYSTEM);
    TestCertificate.of("a.example").writeTo(certificates.resolve("a.pem"));
    start();

    var kept = test.settings.certificateList().getParent();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rwx------");
    try (var files = Files.list(kept)) {
      assertThat(files.toList())
          .hasSize(2)
          .allSatisfy(
              f ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void clientsAreRedirectedToTlsWithHsts() throws Exception {
    prepare(HaproxyBinaries.SYSTEM)
        .with(
            s ->
                s.with(FrontOption.TLS_REDIRECT, true)
                    .with(FrontOption.TLS_HSTS, Duration.ofDays(1)));
    TestCertificate.of("localhost").writeTo(certificates.resolve("a.pem"));
    start();

    var plain = test.get(test.port, "/x?y=z");
    assertThat(plain.statusCode()).isEqualTo(308);
    assertThat(plain.headers().firstValue("Location"))
        .contains("https://127.0.0.1:" + port + "/x?y=z");
    assertThat(test.get(test.port, "/.well-known/acme-challenge/x").statusCode()).isEqualTo(200);

    try (var client =
        HttpClient.newBuilder()
            .sslContext(TestCertificate.anybody())
            .version(HttpClient.Version.HTTP_2)
            .build()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(java.net.URI.create("https://localhost:" + port + "/"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo("one");
      assertThat(answer.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=86400");
    }
  }
}
