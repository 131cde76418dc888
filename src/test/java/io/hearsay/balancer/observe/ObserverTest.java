package io.hearsay.balancer.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.TestBalancer;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.balancer.model.FrontOption;
import io.hearsay.balancer.model.ServiceOption;
import io.hearsay.balancer.model.ServiceOptions;
import io.hearsay.balancer.model.SpeechOption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes made behind the pipeline's back on a real HAProxy. */
class ObserverTest {
  @TempDir Path dir;
  @AutoClose private TestBalancer test;
  private RuntimeApi socket;
  private Observer observer;
  private int port;
  private final List<Drift> told = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    test = new TestBalancer(dir);
    port = test.web("one");
    test.start().balancer.submit(Views.of(Views.web("web1", port)));
    test.awaitApplied();
    socket = new RuntimeApi(test.settings.socket(), Duration.ofSeconds(2));
    observer =
        new Observer(socket::ask, test.balancer::appliedConfig, Clock.systemUTC(), told::add);
  }

  private List<Drift.Kind> seen() {
    return observer.observation().drifts().stream().map(Drift::kind).toList();
  }

  private void lookUntil(Drift.Kind... kinds) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              observer.look();
              assertThat(seen()).containsExactly(kinds);
            });
  }

  @Test
  void showsWhatHaproxySaysOfAServer() {
    for (int i = 0; i < 7; i++) {
      assertThat(test.get().statusCode()).isEqualTo(200);
    }
    observer.look();

    var server = observer.observation().server("web", "web1").orElseThrow();
    assertThat(server.health().serves()).isTrue();
    assertThat(server.place().address()).isEqualTo("127.0.0.1:" + port);
    assertThat(server.load().total()).isEqualTo(7);
    assertThat(observer.observation().services())
        .filteredOn(s -> s.backend().equals("web"))
        .hasSize(1);
    assertThat(seen()).isEmpty();
  }

  @Test
  void serversOfTheTemplateItselfAreNeitherShownNorDrift() throws IOException {
    test.close();
    test = new TestBalancer(dir);
    test.settings = test.settings.with(FrontOption.CLIENT_RATE, 1000);
    test.service("web", ServiceOptions.DEFAULT.with(ServiceOption.TLS, SpeechOption.Tls.VERIFY));
    test.start().apply(Views.of(Views.web("web1", port)));
    assertThat(test.balancer.appliedConfig().orElseThrow()).contains("_files", "_rates");

    observer =
        new Observer(socket::ask, test.balancer::appliedConfig, Clock.systemUTC(), told::add);
    observer.look();
    observer.look();

    assertThat(observer.observation().services())
        .extracting(ServerStat::backend)
        .contains("web")
        .doesNotContain("_files", "_rates");
    assertThat(observer.observation().servers())
        .extracting(ServerStat::backend)
        .containsOnly("web");
    assertThat(seen()).noneMatch(kind -> kind != Drift.Kind.DOWN);
  }

  @Test
  void aDifferenceCountsIfItLastsAndIsReportedOnce() throws IOException {
    observer.look();
    socket.ask("set server web/web1 weight 7");
    observer.look();
    assertThat(seen()).isEmpty();
    observer.look();
    observer.look();
    assertThat(seen()).containsExactly(Drift.Kind.WEIGHT);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().text()).contains("weight 7").contains("100");

    socket.ask("set server web/web1 weight 100");
    observer.look();
    assertThat(seen()).isEmpty();
  }

  @Test
  void stateAndAddressChangedByHand() throws IOException {
    socket.ask("set server web/web1 state maint");
    lookUntil(Drift.Kind.STATE);
    socket.ask("set server web/web1 state drain");
    lookUntil(Drift.Kind.STATE);
    socket.ask("set server web/web1 state ready");
    lookUntil();
    socket.ask("set server web/web1 addr 127.0.0.9 port " + port);
    lookUntil(Drift.Kind.ADDRESS);
  }

  @Test
  void serversAddedAndRemovedByHand() throws IOException {
    socket.ask("add server web/other 127.0.0.1:" + port);
    socket.ask("set server web/other state ready");
    lookUntil(Drift.Kind.UNKNOWN);
    socket.ask("set server web/other state maint");
    lookUntil();
    socket.ask("set server web/web1 state maint");
    socket.ask("del server web/web1");
    lookUntil(
        socket.ask("show servers state web").contains("web1")
            ? Drift.Kind.STATE
            : Drift.Kind.MISSING);
  }

  @Test
  void aServerThatHaproxyCallsDownIsReportedWithItsReason() {
    test.stopWeb(port);
    lookUntil(Drift.Kind.DOWN);
    assertThat(told.getLast().text()).contains("DOWN").contains("refused");
  }

  @Test
  void aChangeInProgressIsNoDrift() throws IOException {
    socket.ask("set server web/web1 weight 7");
    var text = new AtomicReference<>(test.balancer.appliedConfig());
    var hasty = new Observer(socket::ask, text::get, Clock.systemUTC(), told::add);
    hasty.look();
    text.set(text.get().map(t -> t + "# the next one\n"));
    hasty.look();
    assertThat(hasty.observation().drifts()).isEmpty();
    hasty.look();
    assertThat(hasty.observation().drifts()).hasSize(1);
  }

  @Test
  void silenceIsNoDrift() {
    observer.look();
    var silent =
        new Observer(
            (command, room) -> {
              throw new IOException("no answer in time");
            },
            test.balancer::appliedConfig,
            Clock.systemUTC(),
            told::add);
    silent.look();
    silent.look();
    assertThat(silent.observation()).isEqualTo(Observation.NONE);
    assertThat(told).isEmpty();
  }
}
