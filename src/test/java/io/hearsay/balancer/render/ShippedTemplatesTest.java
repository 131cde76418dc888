package io.hearsay.balancer.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.Services;
import io.hearsay.balancer.TestBalancer;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.model.CatalogBuilder;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions.Balance;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import io.hearsay.testkit.TcpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The built-in template and the examples, with real HAProxies and real traffic. */
class ShippedTemplatesTest {
  @TempDir Path dir;
  private TestBalancer test;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void prepare() {
    test = new TestBalancer(dir);
  }

  @AfterEach
  void stop() throws Exception {
    test.close();
    for (var closeable : open) {
      closeable.close();
    }
  }

  private static Member member(String name, int port, String... tags) {
    var all = new TreeMap<String, String>();
    for (int i = 0; i < tags.length; i += 2) {
      all.put(tags[i], tags[i + 1]);
    }
    return Views.web(name, port, MemberStatus.ALIVE, all);
  }

  /** The JDK's client does not let a caller choose the Host header. */
  private String body(String path, String host) {
    try (var socket = new Socket("127.0.0.1", test.port)) {
      socket.setSoTimeout(5000);
      var request =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: "
              + (host.isEmpty() ? "any" : host)
              + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names() {
    return ConfigRenderer.SHIPPED;
  }

  @ParameterizedTest
  @MethodSource("names")
  void haproxyAcceptsEachWithAndWithoutServers(String name) throws Exception {
    var certificates = Files.createDirectory(dir.resolve("certs"));
    certificate(certificates.resolve("a.pem"), "a.example");
    var d = BalancerSettings.defaults(dir.resolve("haproxy.cfg"));
    var check = new io.hearsay.balancer.haproxy.ConfigCheck("haproxy");
    var members =
        Views.of(
            member("web1", 3000),
            member("api1", 3001, "service", "api", "path", "/api", "version", "v2", "weight", "5"),
            member("shop1", 3002, "service", "shop", "host", "shop.example.org", "zone", "b"),
            member("wild1", 3003, "service", "wild", "host", "*.example.org", "path", "/x"),
            member("redis1", 6379, "service", "redis"),
            Views.member(
                "six", "::1", MemberStatus.ALIVE, Map.of("role", "backend", "service", "api")));
    for (var view : List.of(members, Views.of(), Views.of(members.members().get(1)))) {
      var text =
          ConfigRenderer.renderShipped(name, d, new CatalogBuilder(Map.of()).build(view))
              .replace("/etc/haproxy/certs/", certificates + "/");
      var file = Files.writeString(dir.resolve("candidate.cfg"), text);
      assertThat(check.check(file)).as(text).isEmpty();
    }
  }

  @Test
  void theBuiltInTemplateHasThePromisedDefaults() throws Exception {
    var text =
        ConfigRenderer.renderShipped(
            "built-in",
            BalancerSettings.defaults(Path.of("/etc/haproxy/haproxy.cfg")),
            new CatalogBuilder(Map.of()).build(Views.of(member("web1", 3000))));

    assertThat(text.lines().map(String::trim))
        .contains(
            "stats socket /etc/haproxy/haproxy.sock mode 600 level admin expose-fd listeners",
            "hard-stop-after 30000ms",
            "bind " + Everywhere.bind(":80"),
            "bind 127.0.0.1:1936",
            "balance roundrobin",
            "option redispatch 1",
            "retries 3",
            "option forwardfor",
            "option idle-close-on-response",
            "http-request set-header X-Forwarded-Port %[dst_port]",
            "option httpchk HEAD /",
            "timeout connect 300ms",
            "default_backend web")
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("server web1 127.0.0.1:3000 weight 100 check inter 2000ms ")
                    .endsWith(" observe layer4 error-limit 3 on-error fastinter pool-max-conn 16"));
  }

  @ParameterizedTest
  @MethodSource("routing")
  void requestsGoWhereHostAndPathSay(String name) throws Exception {
    test.template(ConfigRenderer.shipped(name).orElseThrow());
    test.start()
        .balancer
        .submit(
            Views.of(
                member("web1", test.web("web")),
                member("api1", test.web("api"), "service", "api", "path", "/api"),
                member("v21", test.web("v2"), "service", "v2", "path", "/api/v2"),
                member("shop1", test.web("shop"), "service", "shop", "host", "shop.example.org"),
                member("wild1", test.web("wild"), "service", "wild", "host", "*.example.org")));
    test.awaitApplied();

    assertThat(body("/", "")).isEqualTo("web");
    assertThat(body("/api", "")).isEqualTo("api");
    assertThat(body("/api?x=/y", "")).isEqualTo("api");
    assertThat(body("/api/x", "")).isEqualTo("api");
    assertThat(body("/apis", "")).isEqualTo("web");
    assertThat(body("/api/v2/x", "")).isEqualTo("v2");
    assertThat(body("/api", "Shop.Example.org:8080")).isEqualTo("shop");
    assertThat(body("/", "other.example.org")).isEqualTo("wild");
    assertThat(body("/", "example.org")).isEqualTo("web");
  }

  private static List<String> routing() {
    return List.of("built-in", "services");
  }

  @ParameterizedTest
  @MethodSource("routing")
  void unroutedRequestsGet404AndTheOthersAreServed(String name) throws Exception {
    test.template(ConfigRenderer.shipped(name).orElseThrow());
    test.start()
        .balancer
        .submit(Views.of(member("api1", test.web("api"), "service", "api", "path", "/api")));
    test.awaitApplied();

    assertThat(body("/api", "")).isEqualTo("api");
    assertThat(test.get().statusCode()).isEqualTo(404);
  }

  @Test
  void thePlainExampleServesTheWeb() throws Exception {
    test.template(ConfigRenderer.shipped("web").orElseThrow());
    test.start().balancer.submit(Views.of(member("web1", test.web("one"))));
    test.awaitApplied();
    assertThat(body("/", "")).isEqualTo("one");

    test.balancer.submit(
        Views.of(member("web1", test.web("one")), member("web2", test.web("two"))));
    test.awaitStatus(s -> s.runtimeChanges() > 0);
    await().until(() -> body("/", ""), "two"::equals);
  }

  @Test
  void otherZonesServeOnlyWhileOurOwnCannotWithoutAReload() throws Exception {
    var near = member("near", test.web("near"), "zone", "a");
    var far1 = member("far1", test.web("far1"), "zone", "b");
    var far2 = member("far2", test.web("far2"), "zone", "b");
    test.start().balancer.submit(view("a", near, far1, far2));
    test.awaitApplied();
    for (int i = 0; i < 5; i++) {
      assertThat(body("/", "")).isEqualTo("near");
    }

    test.balancer.submit(view("a", Views.with(near, TrafficMode.DRAIN), far1, far2));
    await().until(() -> body("/", ""), "far1"::equals);
    await().until(() -> body("/", ""), "far2"::equals);
    test.balancer.submit(view("a", far1, far2));
    test.awaitStatus(s -> s.servers().size() == 2 && s.revision() == s.appliedRevision());
    test.balancer.submit(view("a", near, far1, far2));
    await().until(() -> body("/", ""), "near"::equals);

    assertThat(test.balancer.status().reloads()).isEqualTo(1);
  }

  @Test
  void requestsPassOverAServerThatAcceptsNoConnection() throws Exception {
    test.start()
        .balancer
        .submit(Views.of(member("deaf1", deaf()), member("web1", test.web("web"))));
    test.awaitApplied();

    for (int i = 0; i < 6; i++) {
      long begun = System.nanoTime();
      assertThat(body("/", "")).isEqualTo("web");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(900));
    }
  }

  /**
   * Its accept queue is full and stays full: the host drops further attempts, as if it had no
   * network.
   */
  private int deaf() throws IOException {
    var server = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
    open.add(server);
    boolean full = false;
    for (int i = 0; i < 8 && !full; i++) {
      var socket = new Socket();
      open.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), 200);
      } catch (java.net.SocketTimeoutException e) {
        full = true;
      }
    }
    assertThat(full).isTrue();
    return server.getLocalPort();
  }

  private static ClusterView view(String zone, Member... members) {
    var all = new ArrayList<>(List.of(members));
    all.add(
        Views.member(
            "lb", "127.0.0.1", MemberStatus.ALIVE, Map.of("role", "balancer", "zone", zone)));
    return new ClusterView(1, "lb", "", all);
  }

  @Test
  void aCanaryGetsTheShareOfItsWeight() throws Exception {
    test.start()
        .balancer
        .submit(
            Views.of(
                member("old1", test.web("old"), "version", "v1", "weight", "90"),
                member("new1", test.web("new"), "version", "v2", "weight", "10")));
    test.awaitApplied();

    int canary = 0;
    for (int i = 0; i < 100; i++) {
      canary += body("/", "").equals("new") ? 1 : 0;
    }

    assertThat(canary).isBetween(8, 12);
  }

  @Test
  void aClientStaysWithItsServerAcrossAReload() throws Exception {
    test.service("web", Services.http(Balance.LEASTCONN, new Check.Tcp(), 50, true));
    var one = member("web1", test.web("one"));
    var two = member("web2", test.web("two"));
    test.start().balancer.submit(Views.of(one, two));
    test.awaitApplied();
    var first = test.get();
    var cookie = first.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    assertThat(cookie).startsWith("HEARSAY_web=");

    test.balancer.submit(Views.of(one, two, member("web3", test.web("three"))));
    test.awaitStatus(s -> s.servers().size() == 3 && s.revision() == s.appliedRevision());

    for (int i = 0; i < 6; i++) {
      assertThat(test.get(test.port, "/", Map.of("Cookie", cookie)).body()).isEqualTo(first.body());
    }
  }

  @Test
  void aQueuedRequestWaitsNoLongerThanItsServiceAllows() throws Exception {
    test.service(
        "web",
        Services.http(Balance.ROUNDROBIN, new Check.None(), 1, false)
            .with(ServiceOption.TIMEOUT_QUEUE, Duration.ofMillis(100)));
    var asked = new CountDownLatch(1);
    int silent = serve(new ServerSocket(0), (line, reply) -> asked.countDown());
    test.start().balancer.submit(Views.of(member("web1", silent)));
    test.awaitApplied();

    try (var first = new Socket("127.0.0.1", test.port);
        var second = new Socket("127.0.0.1", test.port)) {
      var request = "GET / HTTP/1.1\r\nHost: any\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      first.getOutputStream().write(request);
      assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

      // By default it would wait for five seconds.
      second.setSoTimeout(3000);
      second.getOutputStream().write(request);
      assertThat(new String(second.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 503");
    }
  }

  @Test
  void aServiceOverTcpHasAnAddressOfItsOwnAndChangesAtRunTime() throws Exception {
    int port = TestBalancer.freePort();
    test.service("redis", Services.tcp("127.0.0.1:" + port, new Check.Redis()));
    test.start().balancer.submit(Views.of(member("web1", test.web("web"))));
    test.awaitApplied();

    test.balancer.submit(
        Views.of(
            member("web1", test.web("web")), member("redis1", redis("one"), "service", "redis")));
    test.awaitStatus(s -> s.servers().size() == 2 && s.revision() == s.appliedRevision());

    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> ask(port, "GET name"), "one"::equals);
    assertThat(test.balancer.status().reloads()).isEqualTo(1);
    assertThat(body("/", "")).isEqualTo("web");
  }

  @Test
  void theRedisExampleChecksWithPingAndExcludesSilentServers() throws Exception {
    test.template(ConfigRenderer.shipped("redis").orElseThrow());
    int mute = mute();
    test.start()
        .balancer
        .submit(
            Views.of(
                member("redis1", redis("one"), "service", "redis"),
                member("redis2", mute, "service", "redis")));
    test.awaitApplied();

    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(IOException.class)
        .untilAsserted(
            () -> {
              for (int i = 0; i < 4; i++) {
                assertThat(ask(test.port, "GET name")).isEqualTo("one");
              }
            });
    await().until(() -> test.get(test.statsPort, "/;csv").body().contains("redis,redis2"));
    await()
        .until(
            () ->
                test.get(test.statsPort, "/;csv")
                    .body()
                    .lines()
                    .anyMatch(l -> l.startsWith("redis,redis2,") && l.contains(",DOWN,")));
  }

  @Test
  void theServerNameDecidesWhichServerTerminatesTls() throws Exception {
    test.template(ConfigRenderer.shipped("sni").orElseThrow());
    test.start()
        .balancer
        .submit(
            Views.of(
                member("a1", tls("a.example"), "service", "a", "host", "a.example"),
                member("b1", tls("b.example"), "service", "b", "host", "*.b.example")));
    test.awaitApplied();

    await().untilAsserted(() -> assertThat(subject(test.port, "a.example")).contains("a.example"));
    assertThat(subject(test.port, "x.b.example")).contains("b.example");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> subject(test.port, "c.example"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void theTlsExampleTerminatesTlsWithTheCertificateOfTheName() throws Exception {
    var certificates = Files.createDirectory(dir.resolve("certs"));
    certificate(certificates.resolve("a.pem"), "a.example");
    certificate(certificates.resolve("b.pem"), "b.example");
    int port = TestBalancer.freePort();
    test.template(
        ConfigRenderer.shipped("tls")
            .orElseThrow()
            .replace("/etc/haproxy/certs/", certificates + "/")
            .replace("bind :443", "bind 127.0.0.1:" + port));
    test.start().balancer.submit(Views.of(member("web1", test.web("one"))));
    test.awaitApplied();

    assertThat(subject(port, "a.example")).contains("a.example");
    assertThat(subject(port, "b.example")).contains("b.example");
    assertThat(test.get().statusCode()).isEqualTo(308);
  }

  /** A server that speaks just enough Redis for the checks. */
  private int redis(String name) throws IOException {
    return serve(
        new ServerSocket(0),
        (line, reply) -> {
          if (line.startsWith("*")) {
            return;
          }
          switch (line) {
            case "PING" -> reply.append("+PONG\r\n");
            case "info replication" -> reply.append("$13\r\nrole:master\r\n\r\n");
            case "QUIT" -> reply.append("+OK\r\n");
            case "GET name" -> reply.append(name).append("\r\n");
            default -> {}
          }
        });
  }

  private int mute() throws IOException {
    return serve(new ServerSocket(0), (line, reply) -> {});
  }

  private interface Answer {
    void to(String line, StringBuilder reply);
  }

  private int serve(ServerSocket listener, Answer answer) {
    var server = TcpServer.start(listener, client -> talk(client, answer));
    open.add(server);
    return server.port();
  }

  private static void talk(Socket client, Answer answer) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var reply = new StringBuilder();
      answer.to(line, reply);
      client.getOutputStream().write(reply.toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String ask(int port, String line) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(1000);
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  /** A server that terminates TLS itself. */
  private int tls(String name) throws Exception {
    var store = certificate(dir.resolve(name + ".pem"), name);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, new SecureRandom());
    return serve(context.getServerSocketFactory().createServerSocket(0), (line, reply) -> {});
  }

  /** A key and certificate for a name, as a file for HAProxy and as a key store. */
  private KeyStore certificate(Path file, String name) throws Exception {
    var key = file.resolveSibling(file.getFileName() + ".key.tmp");
    var process =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=DNS:" + name,
                "-keyout",
                key.toString(),
                "-out",
                file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    var pem = Files.readString(key);
    Files.delete(key);
    X509Certificate certificate;
    try (var in = Files.newInputStream(file)) {
      certificate =
          (X509Certificate)
              java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    Files.writeString(file, Files.readString(file) + pem);
    var encoded = java.util.Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    var secret =
        java.security.KeyFactory.getInstance("EC")
            .generatePrivate(new java.security.spec.PKCS8EncodedKeySpec(encoded));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", secret, new char[0], new java.security.cert.Certificate[] {certificate});
    return store;
  }

  /** The subject of the certificate that a client is shown that asks for a name. */
  private static String subject(int port, String name) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    try (var socket = (SSLSocket) context.getSocketFactory().createSocket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 3000);
      socket.setSoTimeout(8000);
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    }
  }

  /** Trusts every certificate: the test inspects it itself. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
