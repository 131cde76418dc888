package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.render.ConfigRenderer;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline with a real HAProxy. */
class ReconcilerTest {
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

  @Test
  void beforeAnyBackendThereIsAnExplicit503() {
    test.start().balancer.submit(Views.of());
    test.awaitApplied();

    var answer = test.get();

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("No server has joined yet");
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
  }

  @Test
  void backendsGetTrafficInTurn() throws Exception {
    var members = List.of(Views.web("web1", test.web("one")), Views.web("web2", test.web("two")));
    test.start().balancer.submit(Views.of(members.toArray(Member[]::new)));
    test.awaitApplied();

    var bodies = new TreeSet<String>();
    for (int i = 0; i < 6; i++) {
      bodies.add(test.get().body());
    }

    assertThat(bodies).containsExactly("one", "two");
  }

  @Test
  void theStatsPageShowsTheServers() throws Exception {
    test.start().balancer.submit(Views.of(Views.web("web1", test.web("one"))));
    test.awaitApplied();

    assertThat(test.get(test.statsPort, "/").body()).contains("web1");
  }

  @Test
  void theAdminSocketIsForItsOwnerOnly() throws Exception {
    test.start().balancer.submit(Views.of());
    test.awaitApplied();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(test.settings.socket())))
        .isEqualTo("rw-------");
  }

  @Test
  void aServerThatJoinsOrLeavesNeedsNoReload() throws Exception {
    var one = Views.web("web1", test.web("one"));
    var two = Views.web("web2", test.web("two"));
    test.start().balancer.submit(Views.of(one));
    var first = test.awaitApplied();

    test.balancer.submit(Views.of(one, two));
    var second = test.awaitStatus(s -> s.runtimeChanges() == 1);
    await().until(() -> test.get().body(), "two"::equals);
    test.balancer.submit(Views.of(two));
    var third = test.awaitStatus(s -> s.runtimeChanges() == 2);

    assertThat(third.reloads()).isEqualTo(1);
    assertThat(third.pid()).isEqualTo(first.pid());
    assertThat(second.method()).isEqualTo(ProxyStatus.Method.RUNTIME);
    for (int i = 0; i < 5; i++) {
      assertThat(test.get().body()).isEqualTo("two");
    }
    assertThat(test.file()).contains("server web2").doesNotContain("server web1");
  }

  @Test
  void aDrainingServerGetsNoNewRequests() throws Exception {
    var one = Views.web("web1", test.web("one"));
    var two = Views.web("web2", test.web("two"));
    test.start().balancer.submit(Views.of(one, two));
    test.awaitApplied();

    test.balancer.submit(Views.of(Views.with(one, TrafficMode.DRAIN), two));
    test.awaitStatus(s -> s.runtimeChanges() == 1);

    for (int i = 0; i < 5; i++) {
      assertThat(test.get().body()).isEqualTo("two");
    }
  }

  @Test
  void anotherBackendIsAReloadWithAReason() throws Exception {
    var one = Views.web("web1", test.web("one"));
    test.start().balancer.submit(Views.of(one));
    var first = test.awaitApplied();

    var api =
        Views.web(
            "api1", test.web("api"), MemberStatus.ALIVE, Map.of("service", "api", "path", "/api"));
    test.balancer.submit(Views.of(one, api));
    var second = test.awaitStatus(s -> s.reloads() == 2);

    assertThat(second.reason()).isEqualTo("new backend api");
    assertThat(second.pid()).isNotEqualTo(first.pid());
    assertThat(test.get(test.port, "/api/x").body()).isEqualTo("api");
    assertThat(test.get().body()).isEqualTo("one");
    test.awaitStatus(s -> s.oldProcesses() == 0);
  }

  @Test
  void anUnchangedSnapshotCausesNothing() throws Exception {
    var one = Views.web("web1", test.web("one"));
    test.start().balancer.submit(Views.of(one));
    test.awaitApplied();
    for (int i = 0; i < 20; i++) {
      test.balancer.submit(Views.of(one));
    }
    test.balancer.submit(Views.of(one, Views.web("web2", test.web("two"))));

    var status = test.awaitStatus(s -> s.runtimeChanges() > 0);

    assertThat(status.reloads()).isEqualTo(1);
    assertThat(status.revision()).isEqualTo(2);
  }

  @Test
  void twentyJoinsWithinASecondCauseAtMostThreeReloads() throws Exception {
    int port = test.web("one");
    test.start().balancer.submit(Views.of());
    test.awaitApplied();
    var members = new ArrayList<Member>();
    for (int i = 0; i < 20; i++) {
      members.add(Views.web("web" + i, port));
      test.balancer.submit(Views.of(members.toArray(Member[]::new)));
      java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(40).toNanos());
    }

    var status =
        test.awaitStatus(s -> s.servers().size() == 20 && s.revision() == s.appliedRevision());

    assertThat(status.reloads()).isLessThanOrEqualTo(3);
    assertThat(test.file().lines().filter(l -> l.contains("    server web"))).hasSize(20);
  }

  @Test
  void hostileValuesChangeNothingButACounter() throws Exception {
    var one = Views.web("web1", test.web("one"));
    test.start().balancer.submit(Views.of(one));
    test.awaitApplied();
    var before = test.file();

    test.balancer.submit(
        Views.of(
            one,
            Views.web("x\n  bind *:22", 3000),
            Views.web(
                "evil",
                1,
                MemberStatus.ALIVE,
                Map.of("port", "3000 check\nserver evil 1.2.3.4:80")),
            Views.web("evil2", 1, MemberStatus.ALIVE, Map.of("path", "/ }\n bind *:23"))));
    var status = test.awaitStatus(s -> s.rejected() == 3);

    assertThat(status.revision()).isEqualTo(1);
    assertThat(test.file()).isEqualTo(before);
  }

  @Test
  void aBrokenTemplateKeepsTheOldConfigurationUntilItIsFixed() throws Exception {
    var template = dir.resolve("my.cfg");
    var builtIn = ConfigRenderer.shipped("built-in").orElseThrow();
    Files.writeString(template, builtIn);
    test.with(s -> test.settings(dir, haproxy(), Optional.of(template)));
    test.start().balancer.submit(Views.of(Views.web("web1", test.web("one"))));
    test.awaitApplied();
    var before = test.file();

    Files.writeString(template, builtIn + "\n{config.nothing}\n");

    var broken = test.awaitStatus(s -> s.lastError().isPresent());
    assertThat(broken.lastError().get())
        .contains("template error")
        .contains("my.cfg")
        .contains("nothing");
    assertThat(test.file()).isEqualTo(before);
    assertThat(test.get().body()).isEqualTo("one");

    // Servers come and go all the same, by the last good template.
    test.balancer.submit(Views.of(Views.web("web2", test.web("two"))));
    var later = test.awaitStatus(s -> s.runtimeChanges() > 0);
    await().until(() -> test.get().body(), "two"::equals);
    assertThat(later.lastError()).isEqualTo(broken.lastError());

    Files.writeString(template, builtIn + "\n# mended\n");
    test.awaitApplied();
    assertThat(test.file()).contains("# mended");
  }

  @Test
  void whatHaproxyRefusesIsNotApplied() throws Exception {
    var template = dir.resolve("my.cfg");
    var builtIn = ConfigRenderer.shipped("built-in").orElseThrow();
    Files.writeString(template, builtIn);
    test.with(s -> test.settings(dir, haproxy(), Optional.of(template)));
    test.start().balancer.submit(Views.of(Views.web("web1", test.web("one"))));
    var first = test.awaitApplied();
    var before = test.file();

    Files.writeString(template, builtIn + "\nbackend broken\n    no-such-keyword\n");

    var broken = test.awaitStatus(s -> s.lastError().isPresent());
    assertThat(broken.lastError().get())
        .contains("HAProxy refuses")
        .contains("no-such-keyword")
        .contains("--template");
    assertThat(test.file()).isEqualTo(before);
    assertThat(broken.pid()).isEqualTo(first.pid());
    assertThat(test.get().body()).isEqualTo("one");

    Files.writeString(template, builtIn);
    test.awaitApplied();
  }

  @Test
  void aMissingHaproxyIsNamedAndFoundOnceInstalled() throws Exception {
    var binary = dir.resolve("haproxy-binary");
    test.with(s -> test.settings(dir, binary.toString(), Optional.empty()));
    test.start().balancer.submit(Views.of());

    var status = test.awaitStatus(s -> s.lastError().isPresent());
    assertThat(status.lastError().get())
        .contains("--haproxy")
        .contains(binary.toString())
        .contains("no such program");

    Files.writeString(binary, "#!/bin/sh\nexec " + haproxy() + " \"$@\"\n");
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
    test.awaitApplied();
  }

  @Test
  void anUnwritableDirectoryIsNamedAndUsedOnceWritable() throws Exception {
    var blocked = dir.resolve("etc");
    Files.writeString(blocked, "not a directory");
    test.with(s -> test.settings(blocked, haproxy(), Optional.empty()));
    test.start().balancer.submit(Views.of());

    var status = test.awaitStatus(s -> s.lastError().isPresent());
    assertThat(status.lastError().get()).contains("cannot write").contains("--haproxy-config");

    Files.delete(blocked);
    test.awaitApplied();
  }

  @Test
  void aPortInUseIsNamedAndBoundOnceFree() throws Exception {
    try (var other = new ServerSocket(test.port, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      assertThat(other.isBound()).isTrue();
      test.start().balancer.submit(Views.of());
      var status = test.awaitStatus(s -> s.lastError().isPresent());
      assertThat(status.lastError().get())
          .contains("127.0.0.1:" + test.port)
          .contains("hearsay.balancer.frontend");
      assertThat(status.answering()).isFalse();
    }
    test.awaitApplied();
  }

  @Test
  void anAddressThatThisHostLacksIsReportedAndNoMemberIsRefused() throws Exception {
    test.template("{#include built-in}{/include}\n");
    test.start().balancer.submit(Views.of(Views.web("web1", test.web("one"))));
    var first = test.awaitApplied();

    try (var traffic = new Traffic(test.port)) {
      test.template(
          """
          {#include built-in}
          {#more}
          frontend elsewhere
              bind 198.18.255.254:8080
          {/more}
          {/include}
          """);
      var failed = test.awaitStatus(s -> s.lastError().isPresent());

      assertThat(failed.lastError().get())
          .contains("198.18.255.254:8080")
          .contains("this host does not have that address");
      assertThat(failed.pid()).isEqualTo(first.pid());
      assertThat(traffic.good()).isPositive();
      assertThat(traffic.failures()).isEmpty();
    }
  }

  @Test
  void anotherSidecarTakesOverTheRunningHaproxy() throws Exception {
    var one = Views.web("web1", test.web("one"));
    test.start().balancer.submit(Views.of(one));
    var first = test.awaitApplied();
    test.balancer.close();

    test.start();
    test.balancer.submit(Views.of());
    test.awaitStatus(ProxyStatus::answering);
    assertThat(test.get().body()).isEqualTo("one");
    test.balancer.submit(Views.of(one));
    var second = test.awaitApplied();

    assertThat(second.pid()).isEqualTo(first.pid());
    assertThat(second.reloads()).isZero();
    assertThat(test.get().body()).isEqualTo("one");
  }

  @Test
  void aHaproxyThatDiesIsStartedAgain() throws Exception {
    test.start().balancer.submit(Views.of(Views.web("web1", test.web("one"))));
    var first = test.awaitApplied();

    ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

    test.awaitStatus(
        s -> s.pid() != 0 && s.pid() != first.pid() && s.answering() && s.lastError().isEmpty());
    assertThat(test.get().body()).isEqualTo("one");
  }

  @Test
  void aReloadThatWaitsForItsTurnIsOneRevision() throws Exception {
    test.start().balancer.submit(Views.of(Views.web("web1", test.web("one"))));
    var first = test.awaitApplied();

    test.balancer.reload("right after the start");
    var second = test.awaitStatus(s -> s.reloads() == 2 && s.revision() == s.appliedRevision());

    assertThat(second.revision()).isEqualTo(first.revision() + 1);
    assertThat(Duration.between(first.lastApplied().get(), second.lastApplied().get()))
        .isGreaterThanOrEqualTo(test.settings.minGap().minusMillis(100));
  }

  @Test
  void theLastServersStayWhenAllVanishAndGoWhenAllLeave() throws Exception {
    int port = test.web("one");
    test.start().balancer.submit(Views.of(Views.web("web1", port)));
    test.awaitApplied();

    test.balancer.submit(Views.of(Views.web("web1", port, MemberStatus.FAILED, Map.of())));
    test.balancer.reload("to see what is rendered now");
    test.awaitStatus(s -> s.reloads() == 2);
    assertThat(test.get().body()).isEqualTo("one");

    test.balancer.submit(Views.of(Views.web("web1", port, MemberStatus.LEFT, Map.of())));
    test.awaitStatus(s -> s.reloads() == 3);
    // The client's connection may still end at the old process once.
    await().until(() -> test.get().statusCode(), code -> code == 503);
  }
}
