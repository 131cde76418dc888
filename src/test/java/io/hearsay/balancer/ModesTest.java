package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.model.BalancerOption;
import io.hearsay.balancer.model.BalancerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other ways to start and reload HAProxy than as our child. */
class ModesTest {
  @TempDir Path dir;
  @AutoClose private TestBalancer test;

  /** The binary that all cases run. */
  String haproxy() {
    return HaproxyBinaries.SYSTEM;
  }

  @BeforeEach
  void prepare() {
    test = new TestBalancer(dir, haproxy());
  }

  private void mode(BalancerSettings.Mode mode, String command) {
    test.with(
        s ->
            s.with(BalancerOption.RELOAD, mode)
                .with(BalancerOption.RELOAD_COMMAND, command)
                .with(BalancerOption.RELOAD_COMMAND_LIMIT, Duration.ofSeconds(1)));
  }

  @Test
  void aMasterOfOursReloadsWithoutAFailedRequest() throws Exception {
    mode(BalancerSettings.Mode.MASTER, "");
    int port = test.web("two");
    test.start().balancer.submit(CrashingBalancer.otherServer(port));
    var first = test.awaitApplied();

    try (var traffic = new Traffic(test.port)) {
      test.balancer.submit(CrashingBalancer.otherService(port));
      var second = test.awaitStatus(s -> s.reloads() == 2);

      assertThat(second.pid()).isNotEqualTo(first.pid());
      assertThat(test.serving()).isEqualTo(second.pid());
      assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");
      test.awaitStatus(s -> s.oldProcesses() == 0);
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }

  /** Accepted by {@code haproxy -c}: that the socket is impossible shows only at the start. */
  private static final String CANNOT_START =
      """
      {#include built-in}
      {#more}
      frontend elsewhere
          bind unix@{config.socket}/no-directory
      {/more}
      {/include}
      """;

  private static final String GOOD = "{#include built-in}{/include}\n";

  @Test
  void aMasterThatCannotLoadItsFileKeepsItsWorker() throws Exception {
    test.template(GOOD);
    mode(BalancerSettings.Mode.MASTER, "");
    int port = test.web("two");
    test.start().balancer.submit(CrashingBalancer.otherServer(port));
    var first = test.awaitApplied();
    var before = test.file();

    try (var traffic = new Traffic(test.port)) {
      Files.writeString(test.settings.template().get(), CANNOT_START);
      var failed = test.awaitStatus(s -> s.lastError().isPresent());

      assertThat(failed.lastError().get()).contains("cannot start");
      assertThat(test.serving()).isEqualTo(first.pid());
      assertThat(test.file()).isEqualTo(before);

      // Servers that join are served by the earlier template, at run time and by a reload.
      test.balancer.submit(CrashingBalancer.otherService(port));
      test.awaitStatus(s -> s.revision() == 2 && s.appliedRevision() == 2);
      assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");

      Files.writeString(test.settings.template().get(), GOOD + "# mended\n");
      test.awaitApplied();
      assertThat(test.file()).contains("# mended");
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }

  @Test
  void mastersThatCannotStartDoNotPileUp() throws Exception {
    test.template(CANNOT_START);
    mode(BalancerSettings.Mode.MASTER, "");
    test.start().balancer.submit(CrashingBalancer.otherServer(test.web("two")));

    var failed = test.awaitStatus(s -> s.failures() >= 3);

    assertThat(failed.lastError().get()).contains("cannot start");
    assertThat(failed.answering()).isFalse();
    assertThat(test.haproxies()).hasSizeLessThanOrEqualTo(1);

    Files.writeString(test.settings.template().get(), GOOD);
    test.awaitApplied();
    assertThat(test.get().body()).isEqualTo("two");
  }

  @Test
  void aCommandReloadsWithoutAFailedRequest() throws Exception {
    var s = test.settings;
    mode(
        BalancerSettings.Mode.COMMAND,
        // The first time there is no process to take over from.
        "old=$(cat %2$s 2>/dev/null); exec %1$s -D -f %3$s -p %2$s ${old:+-x %4$s -sf $old}"
            .formatted(haproxy(), s.pidFile(), s.config(), s.socket()));
    int port = test.web("two");
    test.start().balancer.submit(CrashingBalancer.otherServer(port));
    var first = test.awaitApplied();

    try (var traffic = new Traffic(test.port)) {
      test.balancer.submit(CrashingBalancer.otherService(port));
      var second = test.awaitStatus(now -> now.reloads() == 2);

      assertThat(second.pid()).isNotEqualTo(first.pid());
      assertThat(test.serving()).isEqualTo(second.pid());
      assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");

      // The sidecar ends, HAProxy stays, and the next sidecar recognises it.
      test.balancer.close(true);
      test.start().balancer.submit(CrashingBalancer.otherService(port));
      var third = test.awaitApplied();
      assertThat(third.pid()).isEqualTo(second.pid());
      assertThat(third.reloads()).isZero();
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }

  @Test
  void aCommandThatFailsIsReported() {
    mode(BalancerSettings.Mode.COMMAND, "echo no such unit >&2; exit 3");
    test.start().balancer.submit(Views.of());

    var status = test.awaitStatus(s -> s.lastError().isPresent());

    assertThat(status.lastError().get()).contains("code 3").contains("no such unit");
    assertThat(status.answering()).isFalse();
  }

  @Test
  void aCommandThatHangsIsKilled() {
    mode(BalancerSettings.Mode.COMMAND, "exec sleep 1000");
    test.start().balancer.submit(Views.of());

    var status = test.awaitStatus(s -> s.lastError().isPresent());

    assertThat(status.lastError().get()).contains("did not end within 1000 ms");
  }
}
