package io.hearsay.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.config.ConfigSources;
import io.hearsay.config.Settings;
import io.hearsay.membership.TrafficMode;
import io.hearsay.testkit.FreePort;
import io.hearsay.web.Main;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole agents: balancers with real HAProxies, and a shop that an agent supervises. */
class GracefulShutdownTest {
  @TempDir Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Agent> agents = new ArrayList<>();
  private final List<Integer> fronts = new ArrayList<>();
  private int seed;

  private Agent agent(
      Map<String, String> flags, Map<String, String> environment, List<String> command)
      throws Exception {
    var all = new HashMap<String, List<String>>();
    flags.forEach((key, value) -> all.put(key, List.of(value)));
    int bind = FreePort.any();
    all.put("bind", List.of("127.0.0.1:" + bind));
    if (seed != 0) {
      all.put("join", List.of("127.0.0.1:" + seed));
    }
    seed = bind;
    var agent = new Agent(vertx);
    agent.start(
        Settings.of(new ConfigSources(all, environment, Optional.empty(), command), "host"));
    agents.add(agent);
    return agent;
  }

  private Agent balancer(String name) throws Exception {
    int front = FreePort.any();
    fronts.add(front);
    var agent =
        agent(
            Map.of(
                "name",
                name,
                "role",
                "balancer",
                "haproxy-config",
                dir.resolve(name).resolve("haproxy.cfg").toString()),
            Map.of(
                "HEARSAY_BALANCER_FRONTEND",
                "127.0.0.1:" + front,
                "HEARSAY_BALANCER_STATS",
                "127.0.0.1:" + FreePort.any(),
                "HEARSAY_STOP_HAPROXY",
                "200ms"),
            List.of());
    return agent;
  }

  /** A shop supervised by an agent. */
  private Agent shop(String name, Map<String, String> environment) throws Exception {
    int port = FreePort.any();
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return agent(
        Map.of("name", name, "role", "backend", "tag", "port=" + port),
        environment,
        List.of(
            java,
            "-Xmx48m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classes.toString(),
            Main.class.getName(),
            name,
            "127.0.0.1:" + port));
  }

  private static boolean serves(Agent balancer, String name) {
    return balancer.proxy().orElseThrow().status().servers().stream()
        .anyMatch(s -> s.name().equals(name) && s.state().equals("ready"));
  }

  private void awaitInRotation(String name) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                agents.stream()
                    .filter(a -> a.proxy().isPresent())
                    .allMatch(a -> serves(a, name) && !a.proxy().get().withdrawn(name)));
    for (int front : fronts) {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> get(front, "/").get(5, TimeUnit.SECONDS).statusCode() == 200);
    }
  }

  private CompletableFuture<HttpResponse<String>> get(int port, String path) {
    return http.sendAsync(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void awaitUnderWay(Agent balancer, String name, int count) {
    await().until(() -> balancer.proxy().orElseThrow().underWay(name) >= count);
  }

  @AfterEach
  void stop() {
    agents.forEach(Agent::kill);
    agents.forEach(
        agent -> {
          if (!agent.cluster().orElseThrow().view().local().status().name().equals("LEFT")) {
            agent.stop();
          }
        });
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void requestsUnderWayAtBothBalancersFinishBeforeTheApplicationIsStopped() throws Exception {
    var first = balancer("lb1");
    var second = balancer("lb2");
    var web = shop("web", Map.of());
    awaitInRotation("web");
    var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 5; i++) {
      fronts.forEach(front -> answers.add(get(front, "/delay?ms=3000")));
    }
    awaitUnderWay(first, "web", 5);
    awaitUnderWay(second, "web", 5);

    long began = System.nanoTime();
    int code = web.stop();
    var took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(code).isZero();
    assertThat(took).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
    for (var answer : answers) {
      assertThat(answer.get(1, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void withNothingUnderWayAndBalancersThatConfirmThereIsNoWait() throws Exception {
    balancer("lb1");
    balancer("lb2");
    var web = shop("web", Map.of("HEARSAY_STOP_DRAIN", "7s"));
    awaitInRotation("web");

    long began = System.nanoTime();
    assertThat(web.stop()).isZero();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aDrainIsConfirmedByBothAndTakenBack() throws Exception {
    var first = balancer("lb1");
    var second = balancer("lb2");
    var web = shop("web", Map.of());
    awaitInRotation("web");

    web.mode(TrafficMode.DRAIN);
    assertThat(web.drained().toCompletableFuture().get(5, TimeUnit.SECONDS)).isEmpty();
    assertThat(first.proxy().orElseThrow().withdrawn("web")).isTrue();
    assertThat(second.proxy().orElseThrow().withdrawn("web")).isTrue();

    web.mode(TrafficMode.READY);
    awaitInRotation("web");
  }

  @Test
  void aRequestThatTakesTooLongIsReported() throws Exception {
    var balancer = balancer("lb1");
    var web = shop("web", Map.of("HEARSAY_STOP_CONNECTIONS", "300ms"));
    awaitInRotation("web");
    var answer = get(fronts.getFirst(), "/delay?ms=3000");
    awaitUnderWay(balancer, "web", 1);

    web.mode(TrafficMode.DRAIN);
    assertThat(web.drained().toCompletableFuture().get(5, TimeUnit.SECONDS))
        .hasValue("1 requests are still under way");

    assertThat(answer.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void anApplicationThatIsKilledIsOutImmediately() throws Exception {
    var balancer = balancer("lb1");
    var web = shop("web", Map.of());
    // Another member of that service avoids a reload, which would have to wait for the gap.
    shop("other", Map.of());
    awaitInRotation("web");
    awaitInRotation("other");
    var child =
        ProcessHandle.current()
            .children()
            .filter(p -> List.of(p.info().arguments().orElse(new String[0])).contains("web"))
            .findFirst()
            .orElseThrow();

    long began = System.nanoTime();
    child.destroyForcibly();
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(() -> balancer.proxy().orElseThrow().withdrawn("web"));
    var took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(web.appOver().toCompletableFuture().get(5, TimeUnit.SECONDS)).isEqualTo(137);
    assertThat(took).isLessThan(Duration.ofSeconds(1));
    System.out.println("an application that is killed is out after " + took.toMillis() + " ms");
    assertThat(web.app().orElseThrow().reason()).contains("137");
  }

  @Test
  void aLeaveThatTakesTooLongIsReportedInWords() {
    var never = new CompletableFuture<Void>();
    assertThat(GracefulShutdown.failure(never, Duration.ofMillis(5)))
        .hasValueSatisfying(why -> assertThat(why).contains("told within 5 ms"));
    never.completeExceptionally(new IllegalStateException("closed"));
    assertThat(GracefulShutdown.failure(never, Duration.ofMillis(5)))
        .hasValueSatisfying(why -> assertThat(why).contains("closed"));
    assertThat(GracefulShutdown.failure(CompletableFuture.completedFuture(null), Duration.ZERO))
        .isEmpty();
  }
}
