package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.model.ClientOption;
import io.hearsay.balancer.model.FrontOption;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients of the built-in template meet depending on its options, with real HAProxies. */
class FrontTest {
  private static final String HASH = "$5$salt4567$x3G.XNyM341c6h5Xez0OgZTbxxX.BSeGE9syg7cHCB0";

  @TempDir Path dir;
  @AutoClose private TestBalancer test;

  @BeforeEach
  void prepare() {
    test = new TestBalancer(dir);
  }

  static List<String> haproxies() {
    return HaproxyBinaries.all();
  }

  private void start() throws IOException {
    test.start().apply(Views.of(Views.web("web1", test.web("one"))));
  }

  @ParameterizedTest
  @MethodSource("haproxies")
  void aClientThatAsksTooMuchIsLimitedAcrossAReload(String haproxy) throws Exception {
    test = new TestBalancer(dir, haproxy).with(s -> s.with(FrontOption.CLIENT_RATE, 30));
    start();
    for (int i = 0; i < 30; i++) {
      assertThat(test.get().statusCode()).isEqualTo(200);
    }
    assertThat(test.get().statusCode()).isEqualTo(429);

    // HAProxy 2.6 passes its stick table on only from about five seconds after its start; each
    // attempt starts a new one.
    await()
        .pollInterval(Duration.ofSeconds(6))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              while (test.get().statusCode() != 429) {}
              long before = test.balancer.status().reloads();
              test.balancer.reload("to see that it is remembered");
              test.awaitStatus(s -> s.reloads() > before);
              for (int i = 0; i < 10; i++) {
                if (test.get().statusCode() == 429) {
                  return true;
                }
              }
              return false;
            });
  }

  @Test
  void connectionsOfOneClientAreLimited() throws Exception {
    test.with(s -> s.with(FrontOption.CLIENT_CONNECTIONS, 2));
    start();

    // Which of them is one too many is up to HAProxy's threads.
    try (var one = new Socket("127.0.0.1", test.port);
        var two = new Socket("127.0.0.1", test.port);
        var three = new Socket("127.0.0.1", test.port)) {
      var ended = new AtomicInteger();
      for (var socket : List.of(one, two, three)) {
        Thread.ofVirtual().start(() -> ended.addAndGet(ends(socket) ? 1 : 0));
      }
      await().until(() -> ended.get() == 1);
    }
    await().until(() -> Traffic.ask(test.port).startsWith("HTTP/1.1 200"));
  }

  private static boolean ends(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aHeaderLeadsToTheCanaryWhileItLives() throws Exception {
    test.service(
        "next",
        ServiceOptions.DEFAULT.with(
            ServiceOption.HEADER, new ClientOption.Header("X-Canary", "yes")));
    start();
    var canary = Map.of("x-canary", "yes");
    assertThat(test.get(test.port, "/", canary).body()).isEqualTo("one");

    var next = Views.web("n1", test.web("next"), MemberStatus.ALIVE, Map.of("service", "next"));
    test.apply(Views.of(Views.web("web1", test.web("one")), next));

    assertThat(test.get(test.port, "/", canary).body()).isEqualTo("next");
    assertThat(test.get(test.port, "/", Map.of("x-canary", "yes!")).body()).isEqualTo("one");
    assertThat(test.get().body()).isEqualTo("one");
    assertThat(test.balancer.status().reloads()).isEqualTo(1);
  }

  @Test
  void nothingButTheHeaderLeadsToTheCanary() throws Exception {
    test.service(
        "next",
        ServiceOptions.DEFAULT.with(
            ServiceOption.HEADER, new ClientOption.Header("X-Canary", "yes")));
    test.start()
        .apply(
            Views.of(
                Views.web(
                    "n1",
                    test.web("next"),
                    MemberStatus.ALIVE,
                    Map.of("service", "next", "path", "/a"))));

    assertThat(test.get(test.port, "/a").statusCode()).isEqualTo(404);
    assertThat(test.get(test.port, "/b", Map.of("X-Canary", "yes")).body()).isEqualTo("next");
  }

  @Test
  void errorPagesAreTheOperatorsOwn() throws Exception {
    var files = Files.createDirectory(dir.resolve("errors"));
    for (var code : List.of("503", "404")) {
      Files.writeString(
          files.resolve(code + ".http"),
          "HTTP/1.1 %s So\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nsorry, %s"
              .formatted(code, code));
    }
    test.with(s -> s.with(FrontOption.ERROR_FILES, files));
    test.start().apply(Views.of());
    assertThat(test.get().body()).isEqualTo("sorry, 503");

    test.apply(
        Views.of(
            Views.web("a1", TestBalancer.freePort(), MemberStatus.ALIVE, Map.of("path", "/a"))));
    assertThat(test.get(test.port, "/b").body()).isEqualTo("sorry, 404");
    assertThat(test.get(test.port, "/a").body()).isEqualTo("sorry, 503");
  }

  @Test
  void requestsAreWrittenToASyslogServer() throws Exception {
    try (var syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      syslog.setSoTimeout(10_000);
      test.with(
          s ->
              s.with(FrontOption.LOG_TO, "127.0.0.1:" + syslog.getLocalPort())
                  .with(FrontOption.LOG_REQUESTS, ClientOption.Requests.JSON));
      int tcp = TestBalancer.freePort();
      test.service("tcp", Services.tcp("127.0.0.1:" + tcp, new ServiceOptions.Check.None()));
      int web = test.web("one");
      test.start()
          .apply(
              Views.of(
                  Views.web("web1", web),
                  Views.web("t1", web, MemberStatus.ALIVE, Map.of("service", "tcp"))));

      test.get(test.port, "/a%22b");
      var line = json(syslog, "web1");
      assertThat(line.getString("uri")).isEqualTo("/a%22b");
      assertThat(line.getInteger("status")).isEqualTo(200);
      assertThat(line.getString("backend")).isEqualTo("web");

      Traffic.ask(tcp);
      assertThat(json(syslog, "t1").getString("frontend")).isEqualTo("service.tcp");
    }
  }

  private static JsonObject json(DatagramSocket syslog, String server) throws IOException {
    while (true) {
      var packet = new DatagramPacket(new byte[4096], 4096);
      syslog.receive(packet);
      var text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
      int begin = text.indexOf('{');
      if (begin >= 0) {
        var line = new JsonObject(text.substring(begin).trim());
        if (line.getString("server").equals(server)) {
          return line;
        }
      }
    }
  }

  @Test
  void theStatisticsPageAsksForALogin() throws Exception {
    test.with(s -> s.with(FrontOption.STATS_LOGIN, "ops:" + HASH));
    start();

    for (var path : List.of("/", "/metrics", "/;csv")) {
      assertThat(test.get(test.statsPort, path).statusCode()).isEqualTo(401);
      assertThat(login(path, "ops:wrong").statusCode()).isEqualTo(401);
      assertThat(login(path, "ops:opensesame").statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<String> login(String path, String login) {
    var encoded = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.US_ASCII));
    return test.get(test.statsPort, path, Map.of("Authorization", "Basic " + encoded));
  }

  @Test
  void theFrontendMayHaveSeveralAddresses() throws Exception {
    int other = TestBalancer.freePort();
    test.with(s -> s.with(FrontOption.MORE_FRONTENDS, List.of("127.0.0.1:" + other)));
    start();

    assertThat(test.get(other, "/").body()).isEqualTo("one");
    assertThat(test.get().body()).isEqualTo("one");
  }

  /** An internal frontend with three services, which members of the common one cannot enter. */
  @ParameterizedTest
  @MethodSource("haproxies")
  void severalServicesShareAFurtherFrontend(String haproxy) throws Exception {
    int inside = TestBalancer.freePort();
    test =
        new TestBalancer(dir, haproxy)
            .service("admin", at(inside, "/admin"))
            .service("metrics", at(inside, "/metrics", "/stats"));
    test.start()
        .apply(
            Views.of(
                Views.web("web1", test.web("public")),
                member("a1", test.web("admin"), "admin"),
                member("m1", test.web("metrics"), "metrics"),
                member("x1", test.web("intruder"), "x", "path", "/admin/x")));

    assertThat(test.get(inside, "/admin/x").body()).isEqualTo("admin");
    assertThat(test.get(inside, "/metrics").body()).isEqualTo("metrics");
    assertThat(test.get(inside, "/stats/a").body()).isEqualTo("metrics");
    assertThat(test.get(inside, "/administration").statusCode()).isEqualTo(404);
    assertThat(test.get(inside, "/").body()).contains("No service for this host and path.");
    assertThat(test.get(test.port, "/admin").body()).isEqualTo("public");
    assertThat(test.get(test.port, "/admin/x").body()).isEqualTo("intruder");
  }

  private static ServiceOptions at(int port, String... paths) {
    return ServiceOptions.DEFAULT
        .with(ServiceOption.BIND, "127.0.0.1:" + port)
        .with(ServiceOption.PATH, new TreeSet<>(List.of(paths)));
  }

  private static Member member(String name, int port, String service, String... tags) {
    var all = new HashMap<String, String>();
    all.put("service", service);
    for (int i = 0; i < tags.length; i += 2) {
      all.put(tags[i], tags[i + 1]);
    }
    return Views.web(name, port, MemberStatus.ALIVE, all);
  }

  @Test
  void aServiceWithoutHostAndPathGetsTheRestOfItsFrontend() throws Exception {
    int inside = TestBalancer.freePort();
    test.service("admin", at(inside, "/admin")).service("rest", at(inside));
    test.start()
        .apply(
            Views.of(
                member("a1", test.web("admin"), "admin"), member("r1", test.web("rest"), "rest")));

    assertThat(test.get(inside, "/admin").body()).isEqualTo("admin");
    assertThat(test.get(inside, "/").body()).isEqualTo("rest");
    assertThat(test.get().statusCode()).isEqualTo(503);
  }

  @Test
  void aServerThatJoinsStartsSlowly() throws Exception {
    test.service(
        "web", ServiceOptions.DEFAULT.with(ServiceOption.SLOW_START, Duration.ofMinutes(5)));
    var first = Views.web("web1", test.web("one"));
    test.start().apply(Views.of(first));
    test.apply(Views.of(first, Views.web("web2", test.web("two"))));

    assertThat(test.balancer.status().reloads()).isEqualTo(1);
    assertThat(weight("web1")).isEqualTo(100);
    assertThat(weight("web2")).isLessThan(50);
  }

  @Test
  void aHashedServiceAdmitsServersWithoutAReload() throws Exception {
    test.service(
        "web", ServiceOptions.DEFAULT.with(ServiceOption.BALANCE, ServiceOptions.Balance.URI));
    var first = Views.web("web1", test.web("one"));
    test.start().apply(Views.of(first));
    test.apply(Views.of(first, Views.web("web2", test.web("two"))));

    assertThat(test.balancer.status().reloads()).isEqualTo(1);
    var answers = new HashMap<String, String>();
    for (int i = 0; i < 100; i++) {
      answers.put("/" + i, test.get(test.port, "/" + i).body());
    }
    assertThat(answers.values()).contains("one", "two");
    answers.forEach((uri, was) -> assertThat(test.get(test.port, uri).body()).isEqualTo(was));
  }

  /** The current weight. */
  private int weight(String server) {
    return test.get(test.statsPort, "/;csv")
        .body()
        .lines()
        .filter(l -> l.startsWith("web," + server + ","))
        .map(l -> Integer.parseInt(l.split(",")[18]))
        .findFirst()
        .orElseThrow();
  }
}
