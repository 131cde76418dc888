package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.balancer.model.SpeechOption.Tls;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The protocols spoken to servers, with real HAProxies; {@link SpeechIT} has them while servers
 * come and go.
 */
class SpeechTest {
  /** Longer than a server may take without TLS, whose host accepts at once. */
  private static final Duration SLOW = Duration.ofMillis(500);

  @TempDir Path dir;
  private final SpeechServers servers = new SpeechServers("127.0.0.1");
  private TestBalancer test;

  @BeforeEach
  void prepare() {
    test = new TestBalancer(dir).undamped();
  }

  @AfterEach
  void stop() throws Exception {
    test.close();
    servers.close();
  }

  static List<String> haproxies() {
    return HaproxyBinaries.all();
  }

  @Test
  void aMemberMayChooseItsProtocol() throws Exception {
    var made = TestCertificate.of("inside.example");
    int secret =
        servers.http2(
            "secret",
            new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(SpeechServers.pem(made)));
    int plain = servers.http2("plain", new HttpServerOptions());
    test.start()
        .apply(
            Views.of(
                Views.web("a", secret, MemberStatus.ALIVE, Map.of("proto", "h2", "tls", "on")),
                Views.web("b", plain, MemberStatus.ALIVE, Map.of("proto", "h2"))));
    var request = servers.call(test.port);
    var names = new HashSet<String>();

    await().ignoreExceptions().until(() -> names.add(request.call()) | names.size() == 2);
    await().ignoreExceptions().until(() -> !names.add(request.call()) && names.size() == 2);
    assertThat(names).containsExactlyInAnyOrder("secret", "plain");

    // An unknown protocol keeps the member out and does not reach the configuration.
    test.apply(
        Views.of(
            Views.web("a", secret, MemberStatus.ALIVE, Map.of("proto", "h2 ssl", "tls", "on")),
            Views.web("b", plain, MemberStatus.ALIVE, Map.of("proto", "h2"))));
    assertThat(test.balancer.status().leftOut()).hasSize(1);
    assertThat(test.file()).contains(" proto h2").doesNotContain(" ssl ", "alpn");
  }

  @Test
  void aServerMayTakeItsTimeForTheHandshakeOfTls() throws Exception {
    var made = TestCertificate.of("inside.example");
    int server =
        servers.http2(
            "slow",
            new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(SpeechServers.pem(made)));
    int slow = servers.accept(client -> relay(client, server));
    test.start()
        .apply(
            Views.of(Views.web("a", slow, MemberStatus.ALIVE, Map.of("proto", "h2", "tls", "on"))));
    var api = new RuntimeApi(test.settings.socket(), Duration.ofSeconds(2));
    var request = servers.call(test.port);

    assertThat(request.call()).isEqualTo("slow");
    await().until(() -> api.ask("show stat").contains(",L7OK,"));
    assertThat(request.call()).isEqualTo("slow");
  }

  /** Passes everything on, but later. */
  private void relay(Socket client, int port) throws IOException {
    LockSupport.parkNanos(SLOW.toNanos());
    try (var server = servers.connect(port)) {
      Thread.ofVirtual().start(() -> pass(client, server));
      server.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them has gone.
    }
  }

  @Test
  void aServerWithAnotherIdentityGetsNoRequests() throws Exception {
    var ca = Files.writeString(dir.resolve("ca.pem"), TestCertificate.of("x.example").chain());
    test.service(
        "web",
        ServiceOptions.DEFAULT
            .with(ServiceOption.CHECK, new Check.None())
            .with(ServiceOption.TLS, Tls.VERIFY)
            .with(ServiceOption.TLS_CA, ca));
    int port =
        servers.http2(
            "web",
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(SpeechServers.pem(TestCertificate.of("x.example"))));
    test.start().apply(Views.of(Views.web("web1", port)));

    assertThat(test.get().statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @MethodSource("haproxies")
  void aServerThatJoinsHasACookieWithoutAReload(String haproxy) throws Exception {
    test = new TestBalancer(dir, haproxy).undamped();
    test.service("web", ServiceOptions.DEFAULT.with(ServiceOption.STICKY, true));
    var members = new ArrayList<Member>();
    for (int i = 0; i < 3; i++) {
      members.add(Views.web("web" + i, test.web("web" + i)));
    }
    test.start().apply(Views.of(members.get(0)));
    test.apply(Views.of(members.toArray(Member[]::new)));
    assertThat(test.balancer.status().reloads()).isEqualTo(1);

    var cookies = new ConcurrentHashMap<String, String>();
    await()
        .until(
            () -> {
              var answer = test.get();
              answer
                  .headers()
                  .firstValue("Set-Cookie")
                  .ifPresent(c -> cookies.put(answer.body(), c.replaceFirst(";.*", "")));
              return cookies.size() == 3;
            });
    stays(cookies);

    // A reload derives the same cookies from the same addresses.
    test.balancer.reload("to see that cookies last");
    test.awaitStatus(s -> s.reloads() == 2);
    stays(cookies);

    // At another address it is another server.
    var moved = Views.web("web1", test.web("moved"));
    test.apply(Views.of(members.get(0), moved, members.get(2)));
    assertThat(test.balancer.status().reloads()).isEqualTo(2);
    var renewed = new HashSet<String>();
    await()
        .until(
            () -> {
              var answer = test.get();
              answer.headers().firstValue("Set-Cookie").ifPresent(renewed::add);
              return answer.body().equals("moved");
            });
    assertThat(renewed).noneMatch(c -> c.startsWith(cookies.get("web1") + ";"));
  }

  private void stays(Map<String, String> cookies) {
    cookies.forEach(
        (name, cookie) -> {
          for (int i = 0; i < 4; i++) {
            assertThat(test.get(test.port, "/", Map.of("Cookie", cookie)).body()).isEqualTo(name);
          }
        });
  }
}
