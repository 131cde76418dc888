package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** HAProxy's program or the template is replaced while everything runs. */
class UpgradesTest {
  @TempDir Path dir;
  private Path binary;
  @AutoClose private TestBalancer test;
  private ProxyStatus first;
  private int port;

  @BeforeEach
  void prepare() throws Exception {
    binary = dir.resolve("haproxy-binary");
    install("exec " + HaproxyBinaries.SYSTEM + " \"$@\"");
    test = new TestBalancer(dir, binary.toString());
    port = test.web("two");
  }

  private void start() {
    test.start().balancer.submit(CrashingBalancer.otherServer(port));
    first = test.awaitApplied();
  }

  /** Replaces the file atomically, as package managers do. */
  private void install(String script) throws Exception {
    var next = Files.writeString(dir.resolve("haproxy-binary.new"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(next, binary, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  @EnabledIf("io.hearsay.balancer.HaproxyBinaries#newerIsThere")
  void aNewerHaproxyTakesOverWithTheNextReload() throws Exception {
    start();
    try (var traffic = new Traffic(test.port)) {
      install("exec " + HaproxyBinaries.NEWER + " \"$@\"");

      test.balancer.submit(CrashingBalancer.otherService(port));
      var second = test.awaitStatus(s -> s.reloads() == 2);

      assertThat(first.version()).startsWith("2.");
      assertThat(second.version()).startsWith(HaproxyBinaries.NEWER_VERSION + ".");
      test.awaitStatus(s -> s.oldProcesses() == 0);
      assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }

  @Test
  void anUpgradeThatDoesNotRunIsReportedAndServersChangeAllTheSame() throws Exception {
    start();
    try (var traffic = new Traffic(test.port)) {
      install("echo 'error while loading shared libraries: libx.so' >&2; exit 127");

      test.balancer.submit(Views.of(Views.web("web3", test.web("three"))));
      var failed = test.awaitStatus(s -> s.lastError().isPresent());

      assertThat(failed.lastError().get()).contains("shared libraries: libx.so");
      assertThat(failed.pid()).isEqualTo(first.pid());
      assertThat(Traffic.ask(test.port)).endsWith("three");

      install("exec " + HaproxyBinaries.SYSTEM + " \"$@\"");
      var mended = test.awaitApplied();
      assertThat(mended.reloads()).isEqualTo(1);
      assertThat(test.file()).contains("server web3");
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }

  @Test
  void aDeletedTemplateStaysInUse() throws Exception {
    test.template("{#include built-in}{/include}\n");
    start();

    Files.delete(test.settings.template().get());

    var failed = test.awaitStatus(s -> s.lastError().isPresent());
    assertThat(failed.lastError().get()).contains("--template").contains("no such file");
    test.balancer.submit(CrashingBalancer.otherService(port));
    test.awaitStatus(s -> s.reloads() == 2);
    assertThat(test.get(test.port, "/api/x").body()).isEqualTo("two");

    test.template("{#include built-in}{/include}\n# back\n");
    test.awaitApplied();
    assertThat(test.file()).contains("# back");
  }
}
