package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.diagnostics.FailureKind;
import io.hearsay.balancer.haproxy.Strangers;
import io.hearsay.balancer.plan.NewListeners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two HAProxys of one user can bind the same address, and neither notices the other. */
class SharedAddressTest {
  @TempDir Path dir;
  private TestBalancer first;
  private TestBalancer second;

  @AfterEach
  void stop() {
    if (second != null) {
      second.close();
    }
    first.close();
  }

  private void start() throws IOException {
    first = new TestBalancer(Files.createDirectory(dir.resolve("first")));
    first.start().balancer.submit(Views.of(Views.web("web1", first.web("one"))));
    first.awaitApplied();
  }

  @Test
  void aSecondBalancerBindsOnlyOnceTheFirstIsGone() throws Exception {
    start();
    second =
        new TestBalancer(Files.createDirectory(dir.resolve("second")), first.port, first.statsPort);
    second.start().balancer.submit(Views.of(Views.web("web1", second.web("two"))));

    var failed = second.awaitStatus(s -> s.lastError().isPresent());

    assertThat(failed.failure()).contains(FailureKind.ADDRESS_TAKEN);
    assertThat(failed.lastError().get())
        .contains("haproxy (process " + first.balancer.status().pid() + ")")
        .contains("127.0.0.1:" + first.port)
        .contains("hearsay.balancer.frontend");
    assertThat(second.haproxies()).isEmpty();
    for (int i = 0; i < 10; i++) {
      assertThat(first.get().body()).isEqualTo("one");
    }

    first.balancer.close(true);
    second.awaitApplied();
    assertThat(second.get().body()).isEqualTo("two");
  }

  @Test
  void aLaterForeignProcessIsReportedAndOurOwnAreNot() throws Exception {
    start();
    var addresses = NewListeners.addresses(first.file());
    assertThat(addresses).contains(new Strangers.Address("127.0.0.1", first.port));
    var strangers = new Strangers(first.settings.config(), first.settings.pidFile());
    assertThat(strangers.on(addresses)).isEmpty();

    var config =
        Files.writeString(
            dir.resolve("other.cfg"),
            """
            defaults
                mode http
                timeout client 1s
                timeout server 1s
                timeout connect 1s
            frontend other
                bind 127.0.0.1:%s
                http-request return status 200
            """
                .formatted(first.port));
    var other = new ProcessBuilder(first.haproxy, "-db", "-f", config.toString(), "-q").start();
    try {
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(strangers.on(addresses))
                      .extracting(Strangers.Stranger::text)
                      .containsExactly(
                          "haproxy (process "
                              + other.pid()
                              + ") listens on 127.0.0.1:"
                              + first.port));
      // Our own reload has new processes, which are ours as well.
      first.apply(CrashingBalancer.otherService(first.web("two")));
      assertThat(strangers.on(addresses)).hasSize(1);
    } finally {
      other.destroyForcibly();
      other.waitFor();
    }
    await().untilAsserted(() -> assertThat(strangers.on(addresses)).isEmpty());
  }
}
