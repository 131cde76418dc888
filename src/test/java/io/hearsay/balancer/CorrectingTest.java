package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import io.hearsay.balancer.plan.Deviation;
import io.hearsay.balancer.plan.Deviation.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that somebody makes on a real HAProxy's socket are undone, but only a few times. */
class CorrectingTest {
  @TempDir Path dir;
  @AutoClose private TestBalancer test;
  private RuntimeApi socket;
  private int port;
  private final List<ProxyEvent> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    test = new TestBalancer(dir);
    port = test.web("one");
    socket = new RuntimeApi(test.settings.socket(), Duration.ofSeconds(2));
  }

  private void start() {
    test.balancer = new Reconciler(test.settings);
    test.balancer.start();
    test.balancer.submit(Views.of(Views.web("web1", port), Views.web("web2", port)));
    test.awaitApplied();
    test.balancer.onEvent(events::add);
  }

  private void found(Kind kind, String server) {
    test.balancer.drifted(
        test.balancer.appliedConfig().orElseThrow(), List.of(new Deviation(kind, "web", server)));
  }

  /** The columns of a server in HAProxy's state table, up to the weight. */
  private String seen(String server) throws IOException {
    return socket
        .ask("show servers state web")
        .lines()
        .filter(l -> l.contains(" " + server + " "))
        .map(l -> String.join(" ", List.of(l.split(" ", -1)).subList(4, 8)))
        .findFirst()
        .orElse("");
  }

  /** Waits until a view has been through the pipeline since the last report. */
  private void awaitNothingToLookAt() {
    test.apply(Views.of(Views.web("web1", port), Views.web("web2", port), Views.web("web3", port)));
    events.clear();
  }

  private void awaitCorrections(long number) {
    test.awaitStatus(s -> s.counts().corrections() == number);
  }

  @Test
  void weightAddressAndStateAreRestored() throws IOException {
    start();
    var before = seen("web1");
    long reloads = test.balancer.status().reloads();
    socket.ask("set server web/web1 weight 7");
    socket.ask("set server web/web1 addr 127.0.0.9 port 9");
    socket.ask("set server web/web1 state maint");
    assertThat(seen("web1")).isNotEqualTo(before);

    found(Kind.CHANGED, "web1");

    await().untilAsserted(() -> assertThat(seen("web1")).isEqualTo(before));
    awaitCorrections(1);
    assertThat(test.balancer.status().reloads()).isEqualTo(reloads);
    assertThat(events)
        .containsExactly(new ProxyEvent.Corrected("web", "web1", "put back to what is configured"));
  }

  @Test
  void aMissingServerIsRestoredAndAMembersSurplusServerIsRemoved() throws IOException {
    start();
    socket.ask("set server web/web1 state maint");
    if (socket.ask("del server web/web1").contains("deleted")) {
      found(Kind.MISSING, "web1");
      await().until(() -> test.get().statusCode() == 200 && !seen("web1").isEmpty());
    }
    // A member that is known but belongs to no service.
    socket.ask("add server web/lb 127.0.0.1:" + port);
    socket.ask("set server web/lb state ready");
    found(Kind.UNKNOWN, "lb");
    await().until(() -> seen("lb").isEmpty());
    // Not a member: it is the operator's.
    socket.ask("add server web/canary 127.0.0.1:" + port);
    socket.ask("set server web/canary state ready");
    events.clear();
    found(Kind.UNKNOWN, "canary");
    awaitNothingToLookAt();
    socket.ask("set server web/web2 weight 7");
    found(Kind.CHANGED, "web2");
    await().until(() -> !events.isEmpty());
    assertThat(events)
        .containsExactly(new ProxyEvent.Corrected("web", "web2", "put back to what is configured"));
    assertThat(seen("canary")).isNotEmpty();
  }

  @Test
  void afterThreeCorrectionsItIsLeftAloneWhichIsReportedOnce() throws IOException {
    start();
    for (int i = 1; i <= 3; i++) {
      socket.ask("set server web/web1 weight 7");
      found(Kind.CHANGED, "web1");
      awaitCorrections(i);
    }
    socket.ask("set server web/web1 weight 7");
    found(Kind.CHANGED, "web1");
    await().until(() -> events.size() == 4);
    found(Kind.CHANGED, "web1");
    awaitCorrections(3);
    // Another server is not affected.
    test.balancer.drifted(
        test.balancer.appliedConfig().orElseThrow(),
        List.of(
            new Deviation(Kind.CHANGED, "web", "web1"),
            new Deviation(Kind.CHANGED, "web", "web2")));
    await().until(() -> events.size() == 5);
    assertThat(((ProxyEvent.Corrected) events.get(3)).text()).startsWith("left alone");
    assertThat(((ProxyEvent.Corrected) events.get(4)).server()).isEqualTo("web2");
    assertThat(seen("web1")).contains(" 7");
  }

  @Test
  void aDifferenceFromAnotherConfigurationIsNoDrift() throws IOException {
    start();
    socket.ask("set server web/web1 weight 7");
    test.balancer.drifted("# another\n", List.of(new Deviation(Kind.CHANGED, "web", "web1")));
    found(Kind.CHANGED, "web2");
    awaitCorrections(1);
    assertThat(seen("web1")).contains(" 7");
  }

  @Test
  void onRequestDriftIsReportedOnly() throws IOException {
    test.with(s -> s.with(BalancerOption.DRIFT, BalancerSettings.Drift.TELL));
    start();
    socket.ask("set server web/web1 weight 7");
    found(Kind.CHANGED, "web1");
    // A later change has been through the pipeline, so the drift would be corrected by then.
    test.apply(Views.of(Views.web("web1", port), Views.web("web3", port)));
    assertThat(seen("web1")).contains(" 7");
    assertThat(test.balancer.status().counts().corrections()).isZero();
  }
}
