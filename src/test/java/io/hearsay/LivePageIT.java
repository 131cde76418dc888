package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.membership.Cluster;
import io.hearsay.membership.TrafficMode;
import io.hearsay.testkit.BalancerCommand;
import io.hearsay.testkit.Chromium;
import io.hearsay.testkit.Csv;
import io.hearsay.testkit.Http;
import io.hearsay.testkit.Started;
import io.hearsay.testkit.Subject;
import io.hearsay.testkit.TestMember;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** An open page in a real browser shows what happens, soon and without a reload. */
@ParameterizedClass
@MethodSource("subjects")
class LivePageIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Subject subject;
  private final String ip;
  @TempDir Path dir;
  private final Started started = new Started();
  private final Map<String, Peer> members = new HashMap<>();
  private final Map<String, Long> took = new LinkedHashMap<>();
  private final Http http = new Http(Duration.ofSeconds(5));
  private Chromium browser;

  /** A member and its application. */
  private record Peer(Vertx vertx, Cluster cluster, HttpServer web) {
    /** Ends without leaving the cluster. */
    void kill() {
      vertx.close().toCompletionStage().toCompletableFuture().join();
      web.stop(0);
    }

    void leave() {
      cluster.leave().toCompletableFuture().join();
      kill();
    }
  }

  LivePageIT(Subject subject) {
    this.subject = subject;
    this.ip = "127.71." + (subject.name().equals("jar") ? 1 : 2) + ".1";
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  @BeforeEach
  void start() throws Exception {
    var binary = Chromium.installed();
    Assumptions.assumeTrue(
        binary.isPresent(), "no browser here: install the system's package chromium");
    var directory = Files.createDirectories(dir.resolve("lb"));
    started.start(
        new BalancerCommand(subject, "lb", ip)
            .words(
                directory,
                "hearsay.balancer.drift=tell",
                "--haproxy-config",
                dir.resolve("haproxy.cfg").toString()),
        directory);
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> http.get(page()).body().contains("id=\"proxy\""));
    browser = Chromium.start(binary.get(), Files.createDirectories(dir.resolve("browser")));
    browser.window(1440, 900, false).open(page());
    await().atMost(LIMIT).until(() -> browser.text("#live").equals("Live"));
  }

  @AfterEach
  void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    members.values().forEach(Peer::kill);
    started.close();
    System.out.println("the open page, " + subject.name() + ": ms until seen " + took);
  }

  private String page() {
    return "http://" + ip + ":7373/";
  }

  private HttpServer web() throws IOException {
    var web = HttpServer.create(new InetSocketAddress(ip, 0), 200);
    web.createContext(
        "/",
        exchange -> {
          boolean fails = exchange.getRequestURI().getPath().equals("/no");
          exchange.sendResponseHeaders(fails ? 500 : 200, -1);
          exchange.close();
        });
    web.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    web.start();
    return web;
  }

  private Peer member(String name) throws Exception {
    var vertx = Vertx.vertx();
    var web = web();
    var cluster =
        TestMember.join(
            vertx,
            name,
            new InetSocketAddress(ip, 17946 + members.size()),
            ip + ":7946",
            Map.of("port", "" + web.getAddress().getPort()));
    var peer = new Peer(vertx, cluster, web);
    members.put(name, peer);
    return peer;
  }

  private String ask(String command) throws IOException {
    return new RuntimeApi(dir.resolve("haproxy.sock"), Duration.ofSeconds(2)).ask(command);
  }

  /**
   * Waits until the agent or HAProxy has the change, and then until the page shows it; records how
   * long the page took.
   *
   * @param known when the agent, or HAProxy, has it
   */
  private void seen(String what, Callable<Boolean> known, String selector, String text)
      throws Exception {
    await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).ignoreExceptions().until(known);
    long began = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(LIMIT)
        .failFast(() -> assertThat(browser.text("#live")).doesNotContain("old"))
        .until(() -> browser.text(selector).contains(text));
    took.put(what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  private String members() throws IOException {
    return http.get(page() + "v1/members").body();
  }

  private boolean has(String name, String status) throws IOException {
    return members().matches("(?s).*\"name\":\"" + name + "\"[^{]*\"status\":\"" + status + "\".*");
  }

  @Test
  void joinsDrainsFailuresDownDriftAndRefusalsAreShown() throws Exception {
    assertThat(browser.text("#verdict")).contains("HAProxy has no server: all clients get 503");
    member("web1");
    seen("join", () -> has("web1", "alive"), "tr[data-key=web1]", "alive");
    seen("server", () -> ask("show stat").contains("web,web1"), "tr[data-key='web/web1']", "UP");
    var web2 = member("web2");
    seen("second join", () -> has("web2", "alive"), "tr[data-key=web2]", "alive");
    await().atMost(LIMIT).until(() -> ask("show stat").contains("web,web2"));

    web2.cluster().announce(true, TrafficMode.DRAIN).toCompletableFuture().join();
    seen(
        "drain",
        () -> ask("get weight web/web2").startsWith("0 "),
        "tr[data-key='web/web2']",
        "drain");
    web2.cluster().announce(true, TrafficMode.READY).toCompletableFuture().join();
    await().atMost(LIMIT).until(() -> ask("get weight web/web2").startsWith("100 "));

    ask("set server web/web2 weight 7");
    seen("drift", () -> true, "#troubles", "HAProxy gives it weight 7");
    ask("set server web/web2 weight 100");

    web2.web().stop(0);
    seen("DOWN", () -> isDown("web2"), "tr[data-key='web/web2']", "DOWN");

    web2.cluster().updateTags(Map.of("weight", "heavy"), Set.of()).toCompletableFuture().join();
    seen(
        "left out",
        () -> members().contains("heavy"),
        "#troubles",
        "web2 is left out: its weight is \"heavy\"");
    members.remove("web2").leave();
    seen("leave", () -> has("web2", "left"), "tr[data-key=web2]", "left");

    members.remove("web1").kill();
    seen("failure", () -> has("web1", "failed"), "tr[data-key=web1]", "failed");
    seen("503", () -> isDown("web1"), "#verdict", "get 503");
    assertThat(took).allSatisfy((what, millis) -> assertThat(millis).as(what).isLessThan(10_000));
  }

  @Test
  void liveFiguresAreHaproxysOwn() throws Exception {
    member("web1");
    await().atMost(LIMIT).until(() -> browser.text("tr[data-key='web/web1']").contains("UP"));
    var over = new AtomicBoolean();
    try (var load = Executors.newVirtualThreadPerTaskExecutor();
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = 0; i < 4; i++) {
        load.submit(
            () -> {
              for (int n = 0; !over.get(); n++) {
                var path = n % 50 == 0 ? "/no" : "/";
                client.send(
                    HttpRequest.newBuilder(URI.create("http://" + ip + ":8080" + path)).build(),
                    HttpResponse.BodyHandlers.discarding());
                TimeUnit.MILLISECONDS.sleep(5);
              }
              return null;
            });
      }
      await().atMost(LIMIT).until(() -> cell("Errors") > 10 && cell("Rate/s") > 0);
      // The page may be a second old: its figure lies between what HAProxy said before and what it
      // says now.
      long before = errors();
      await().atMost(LIMIT).until(() -> cell("Errors") >= before);
      assertThat(cell("Errors")).isBetween(before, errors());
      // HAProxy estimates the rate from this second and the one before; the maximum counts
      // requests of one whole second, so the estimate may be a little above it.
      assertThat(cell("Rate/s")).isLessThanOrEqualTo(haproxy("rate_max") * 11 / 10);
      over.set(true);
    }
    await().atMost(LIMIT).until(() -> cell("Errors") == errors());
    await().atMost(LIMIT).until(() -> cell("Rate/s") == 0 && cell("Sessions") == 0);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                browser
                    .text("details[data-key='service web'] svg title")
                    .matches("the last hour: up to .* requests/s, [1-9][0-9]* errors"));
  }

  private boolean isDown(String name) throws IOException {
    return ask("show stat").matches("(?s).*\nweb," + name + ",[^\n]*,DOWN,.*");
  }

  private long cell(String label) {
    return Long.parseLong(
        browser.text("tr[data-key='web/web1'] td[data-label='" + label + "']").trim());
  }

  /** Everything that the page counts as an error: the load itself may cause some of them. */
  private long errors() throws IOException {
    return haproxy("econ") + haproxy("eresp") + haproxy("hrsp_5xx");
  }

  private long haproxy(String column) throws IOException {
    return new Csv(ask("show stat"))
        .rows().stream()
            .filter(r -> r.get("pxname").equals("web") && r.get("svname").equals("web1"))
            .mapToLong(r -> Long.parseLong(r.get(column)))
            .findFirst()
            .orElseThrow();
  }
}
