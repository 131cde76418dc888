package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.apply.Records;
import io.hearsay.balancer.render.ConfigRenderer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new HAProxy takes over only if it is the one that is wanted, and takes over whatever the old
 * one has.
 */
class TakeOverTest {
  private static final String GOOD = "{#include built-in}{/include}\n";

  @TempDir Path dir;
  @AutoClose private TestBalancer test;

  @BeforeEach
  void prepare() {
    test = new TestBalancer(dir);
  }

  /** The text is correct to the letter, and yet HAProxy skips the line. */
  @Test
  void anUnconfirmedProcessDoesNoHarmAndIsNotTriedAgain() throws Exception {
    test.template(GOOD);
    int port = test.web("two");
    test.start().balancer.submit(CrashingBalancer.otherServer(port));
    var first = test.awaitApplied();
    try (var traffic = new Traffic(test.port)) {
      var hidden =
          ConfigRenderer.shipped("built-in")
              .orElseThrow()
              .replaceFirst("(    stats socket .*\n)", "    .if defined(NONE)\n$1    .endif\n");
      Files.writeString(test.settings.template().orElseThrow(), hidden);

      var refused = test.awaitStatus(s -> s.lastError().isPresent());

      assertThat(refused.lastError().get())
          .contains("does not listen on " + test.settings.socket())
          .contains("not tried again by itself");
      assertThat(test.serving()).isEqualTo(first.pid());
      // The previous process goes on serving, reloads included.
      test.balancer.submit(CrashingBalancer.otherService(port));
      test.awaitStatus(s -> s.reloads() == 2 && s.appliedRevision() == s.revision());
      assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");

      Files.writeString(test.settings.template().orElseThrow(), GOOD + "# mended\n");
      test.awaitApplied();
      await().atMost(Duration.ofSeconds(15)).until(() -> test.haproxies().size() == 1);
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }

  @Test
  void aMissingAdminSocketIsBackAfterAReload() throws Exception {
    int port = test.web("two");
    test.start().balancer.submit(CrashingBalancer.otherServer(port));
    test.awaitApplied();

    Files.delete(test.settings.socket());
    test.apply(CrashingBalancer.otherService(port));

    assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");
    Files.delete(test.settings.socket());
    Files.writeString(test.settings.socket(), "a plain file");

    var last = test.apply(CrashingBalancer.otherService(test.web("three")));
    assertThat(test.serving()).isEqualTo(last.pid());
    await().atMost(Duration.ofSeconds(15)).until(() -> test.haproxies().size() == 1);
  }

  /** As an earlier version of Hearsay took it over. */
  @Test
  void aProcessThatKeepsItsListenersIsReplacedAllTheSame() throws Exception {
    int port = test.web("two");
    test.start().balancer.submit(CrashingBalancer.otherServer(port));
    var first = test.awaitApplied();
    test.balancer.close();
    var text = test.file().replace(" expose-fd listeners", "");
    Files.writeString(test.settings.config(), text);
    ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
    await().until(() -> test.haproxies().isEmpty());
    new ProcessBuilder(
            "setsid",
            "haproxy",
            "-db",
            "-f",
            test.settings.config().toString(),
            "-p",
            test.settings.pidFile().toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    await().until(() -> test.serving() != 0);
    long old = test.serving();
    Files.writeString(test.settings.appliedFile(), Records.text(old, text));

    test.start().balancer.submit(CrashingBalancer.otherService(port));

    var last = test.awaitApplied();
    assertThat(last.pid()).isNotEqualTo(old);
    assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");
    await().atMost(Duration.ofSeconds(15)).until(() -> test.haproxies().size() == 1);
  }

  @Test
  void aHaproxyKilledRepeatedlyIsBackWithinASecondEachTime() throws Exception {
    test.start().balancer.submit(CrashingBalancer.otherServer(test.web("two")));
    test.awaitApplied();
    for (int kill = 0; kill < 8; kill++) {
      long pid = test.awaitStatus(s -> s.pid() != 0 && s.answering()).pid();

      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      long killed = System.nanoTime();

      await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> test.serving() != 0 && test.serving() != pid);
      assertThat(Duration.ofNanos(System.nanoTime() - killed))
          .as("kill " + kill)
          .isLessThan(Duration.ofSeconds(1));
      assertThat(Traffic.ask(test.port)).endsWith("two");
      test.awaitStatus(s -> s.pid() != pid && s.answering());
    }
  }

  @Test
  void haproxyDoesNotInheritTheSidecarsEnvironment() throws Exception {
    test.start().balancer.submit(Views.of());
    var pid = test.awaitApplied().pid();

    var names = Files.readString(Path.of("/proc/" + pid + "/environ"));

    assertThat(System.getenv()).containsKey("HEARSAY_OF_THE_TESTS");
    assertThat(names).contains("PATH=").doesNotContain("HEARSAY_");
  }

  @Test
  void endlessOutputOfTheCheckIsBounded() throws Exception {
    var binary = dir.resolve("talkative");
    Files.writeString(binary, "#!/bin/sh\nhead -c 50000000 /dev/zero | tr '\\0' x\nexit 1\n");
    assertThat(binary.toFile().setExecutable(true)).isTrue();

    var said = new io.hearsay.balancer.haproxy.ConfigCheck(binary.toString()).check(dir);

    assertThat(said.orElseThrow().length()).isLessThanOrEqualTo(64 << 10);
  }
}
