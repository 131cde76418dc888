package io.hearsay.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.proxy.BalancerSettings.Reloading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other ways to start and reload HAProxy than as our child. */
class ModesTest {
  @TempDir Path dir;
  private TestBalancer test;

  @BeforeEach
  void prepare() {
    test = new TestBalancer(dir);
  }

  @AfterEach
  void stop() {
    test.close();
  }

  private void mode(BalancerSettings.Mode mode, String command) {
    test.with(
        s ->
            new BalancerSettings(
                s.haproxy(),
                s.config(),
                s.template(),
                s.runDir(),
                s.frontend(),
                s.stats(),
                s.services(),
                s.quiet(),
                s.minGap(),
                s.maxWait(),
                s.hardStopAfter(),
                s.maxOldProcesses(),
                s.stopLimit(),
                s.empty(),
                s.closeSpread(),
                new Reloading(mode, Optional.empty(), command, Duration.ofSeconds(1)),
                s.guard()));
  }

  @Test
  void aMasterOfOursReloadsWithoutAFailedRequest() throws Exception {
    mode(BalancerSettings.Mode.MASTER, "");
    int port = test.web("two");
    test.start().balancer.submit(Doomed.otherServer(port));
    var first = test.awaitApplied();

    try (var traffic = new Traffic(test.port)) {
      test.balancer.submit(Doomed.otherService(port));
      var second = test.awaitStatus(s -> s.reloads() == 2);

      assertThat(second.pid()).isNotEqualTo(first.pid());
      assertThat(test.serving()).isEqualTo(second.pid());
      assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");
      test.awaitStatus(s -> s.oldProcesses() == 0);
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }

  @Test
  void aCommandThatFailsIsTold() {
    mode(BalancerSettings.Mode.COMMAND, "echo no such unit >&2; exit 3");
    test.start().balancer.submit(Views.of());

    var status = test.awaitStatus(s -> s.lastError().isPresent());

    assertThat(status.lastError().get()).contains("code 3").contains("no such unit");
    assertThat(status.answering()).isFalse();
  }

  @Test
  void aCommandThatDoesNotEndIsEnded() {
    mode(BalancerSettings.Mode.COMMAND, "exec sleep 1000");
    test.start().balancer.submit(Views.of());

    var status = test.awaitStatus(s -> s.lastError().isPresent());

    assertThat(status.lastError().get()).contains("did not end within 1000 ms");
  }
}
