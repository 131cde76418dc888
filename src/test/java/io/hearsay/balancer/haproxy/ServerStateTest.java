package io.hearsay.balancer.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.TestBalancer;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.apply.ServerTable;
import io.hearsay.membership.ClusterView;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a new process learns of the old one's servers: which are down, and nothing else. */
class ServerStateTest {
  @TempDir Path dir;
  @AutoClose private TestBalancer test;
  @AutoClose private final Socket held = new Socket();

  private static Member web(String name, int port, int weight) {
    return Views.web(name, port, MemberStatus.ALIVE, Map.of("weight", String.valueOf(weight)));
  }

  private Map<String, String> state(String server) throws IOException {
    return ServerTable.states(test.settings.socket()).get("web/" + server);
  }

  private void awaitOp(String server, String op) {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(state(server)).containsEntry("srv_op_state", op));
  }

  private void reload(ClusterView view) {
    long before = test.balancer.status().reloads();
    test.balancer.submit(view);
    test.balancer.reload("for the test");
    test.awaitStatus(s -> s.reloads() > before && s.answering() && s.lastError().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("io.hearsay.balancer.HaproxyBinaries#stream")
  void deadServersStayDownAcrossAReloadAndNoRequestFails(String haproxy) throws Exception {
    test = new TestBalancer(dir, haproxy).undamped();
    int live = test.web("one");
    int dead = test.web("two");
    var view = Views.of(Views.web("web1", live), Views.web("web2", dead));
    test.start().balancer.submit(view);
    test.awaitApplied();
    test.stopWeb(dead);
    awaitOp("web2", "0");
    var answers = new ConcurrentLinkedQueue<String>();
    var done = new AtomicBoolean();
    var client =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!done.get()) {
                    answers.add(answer());
                  }
                });

    long first = test.balancer.status().pid();
    reload(view);
    // Its own checks need two failures to find out; a server that was up for that long got
    // requests.
    var stats = ServerTable.stats(test.settings.socket()).get("web/web2");
    var state = state("web2");
    int sofar = answers.size();
    await().until(() -> answers.size() > sofar + 50);
    done.set(true);
    client.join(10_000);

    assertThat(test.balancer.status().pid()).isNotEqualTo(first);
    assertThat(state).containsEntry("srv_op_state", "0");
    assertThat(stats.get("status")).startsWith("DOWN");
    assertThat(ServerTable.stats(test.settings.socket()).get("web/web2"))
        .containsEntry("lbtot", "0")
        .containsEntry("econ", "0");
    assertThat(answers).containsOnly("one");
    // The state was for the moment of the reload only.
    assertThat(Files.readString(test.settings.stateFile())).doesNotContain("web2");

    test.web("two", dead);
    awaitOp("web2", "2");
  }

  private String answer() {
    try {
      return test.get().body();
    } catch (AssertionError e) {
      return e.toString();
    }
  }

  @ParameterizedTest
  @MethodSource("io.hearsay.balancer.HaproxyBinaries#stream")
  void noOldAddressWeightOrMaintenanceComesBack(String haproxy) throws Exception {
    test = new TestBalancer(dir, haproxy).undamped();
    int live = test.web("live");
    int other = test.web("other");
    // Nobody listens there, and nobody else can.
    held.bind(new InetSocketAddress("127.0.0.1", 0));
    int dead = held.getLocalPort();
    var kept = web("kept", live, 100);
    test.start()
        .balancer
        .submit(
            Views.of(
                kept,
                web("moved", dead, 10),
                web("dead", dead, 10),
                Views.with(web("back", live, 10), TrafficMode.MAINTENANCE)));
    test.awaitApplied();
    awaitOp("moved", "0");
    awaitOp("dead", "0");
    // Somebody else changes things on the socket.
    var api = new RuntimeApi(test.settings.socket(), Duration.ofSeconds(2));
    assertThat(
            api.askAll(
                List.of(
                    "set server web/kept weight 3",
                    "set server web/dead weight 5",
                    "set server web/kept state maint")))
        .containsOnly("");

    reload(Views.of(kept, web("moved", other, 77), web("dead", dead, 33), web("back", other, 44)));

    // By name: port, weight, admin state, operational state.
    assertThat(row("kept")).isEqualTo(live + " 100 0 2");
    assertThat(row("moved")).isEqualTo(other + " 77 0 2");
    assertThat(row("dead")).isEqualTo(dead + " 33 0 0");
    assertThat(row("back")).isEqualTo(other + " 44 0 2");
  }

  private String row(String server) throws IOException {
    var s = state(server);
    return String.join(
        " ",
        s.get("srv_port"),
        s.get("srv_uweight"),
        s.get("srv_admin_state"),
        s.get("srv_op_state"));
  }
}
