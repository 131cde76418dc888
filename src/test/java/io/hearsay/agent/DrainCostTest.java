package io.hearsay.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.config.ConfigSources;
import io.hearsay.config.Settings;
import io.hearsay.membership.Cluster;
import io.hearsay.membership.TrafficMode;
import io.hearsay.membership.node.ClusterNode;
import io.hearsay.testkit.FreePort;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a drain costs the other members, by their own counters. */
class DrainCostTest {
  private static final int MEMBERS = 30;

  @TempDir Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final List<Agent> agents = new ArrayList<>();
  private final List<Cluster> bystanders = new ArrayList<>();
  private int seed;

  /** Accepts connections, which is all that its check asks for. */
  private ServerSocket application;

  private ConfigSources sources(String name, String role, Map<String, String> more) {
    var flags = new HashMap<String, List<String>>();
    int bind = FreePort.any();
    flags.put("name", List.of(name));
    flags.put("role", List.of(role));
    flags.put("bind", List.of("127.0.0.1:" + bind));
    if (seed == 0) {
      seed = bind;
    } else {
      flags.put("join", List.of("127.0.0.1:" + seed));
    }
    more.forEach((key, value) -> flags.put(key, List.of(value)));
    return new ConfigSources(
        flags,
        Map.of(
            "HEARSAY_BALANCER_FRONTEND",
            "127.0.0.1:" + FreePort.any(),
            "HEARSAY_BALANCER_STATS",
            "127.0.0.1:" + FreePort.any()),
        Optional.empty(),
        List.of());
  }

  private Agent agent(String name, String role, Map<String, String> more) throws Exception {
    var agent = new Agent(vertx);
    agent.start(Settings.of(sources(name, role, more), "host"));
    agents.add(agent);
    return agent;
  }

  private Agent balancer(String name) throws Exception {
    var file = dir.resolve(name).resolve("haproxy.cfg").toString();
    return agent(name, "balancer", Map.of("haproxy-config", file));
  }

  private void bystander(String name) throws Exception {
    var settings = Settings.of(sources(name, "backend", Map.of("tag", "port=1")), "host");
    bystanders.add(
        ClusterNode.start(settings.cluster(), vertx)
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS));
  }

  private static long count(Cluster cluster, String counter) {
    return cluster.figures().counters().get(counter);
  }

  private static Cluster cluster(Agent agent) {
    return agent.cluster().orElseThrow();
  }

  @AfterEach
  void stop() throws IOException {
    application.close();
    agents.forEach(Agent::stop);
    bystanders.forEach(c -> c.leave().toCompletableFuture().join());
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aDrainAmongThirtyCostsMessagesToTheBalancersOnly() throws Exception {
    var balancers = List.of(balancer("lb1"), balancer("lb2"));
    application = new ServerSocket(0);
    var web = agent("web", "backend", Map.of("tag", "port=" + application.getLocalPort()));
    for (int i = agents.size(); i < MEMBERS; i++) {
      bystander("other" + i);
    }
    var all = new ArrayList<Cluster>(bystanders);
    agents.forEach(a -> all.add(cluster(a)));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> all.stream().allMatch(c -> c.view().present().size() == MEMBERS));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                balancers.stream()
                    .map(b -> b.proxy().orElseThrow())
                    .allMatch(p -> p.status().current() && !p.withdrawn("web")));

    web.mode(TrafficMode.DRAIN);
    assertThat(web.drained().toCompletableFuture().get(20, TimeUnit.SECONDS)).isEmpty();

    long sent = count(cluster(web), "questions.sent");
    long received = 0;
    for (var balancer : balancers) {
      assertThat(balancer.proxy().orElseThrow().withdrawn("web")).isTrue();
      assertThat(count(cluster(balancer), "questions.received")).isPositive();
      received += count(cluster(balancer), "questions.received");
      assertThat(count(cluster(balancer), "questions.sent")).isZero();
    }
    System.out.println("a drain among " + MEMBERS + " members takes " + sent + " questions");
    assertThat(received).isEqualTo(sent);
    assertThat(bystanders)
        .hasSize(MEMBERS - agents.size())
        .allSatisfy(c -> assertThat(count(c, "questions.received")).isZero());
    assertThat(all).allSatisfy(c -> assertThat(count(c, "queries")).isZero());
  }
}
