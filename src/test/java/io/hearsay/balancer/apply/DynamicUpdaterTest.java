package io.hearsay.balancer.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.balancer.Services;
import io.hearsay.balancer.TestBalancer;
import io.hearsay.balancer.Views;
import io.hearsay.balancer.model.ServiceOptions.Balance;
import io.hearsay.balancer.model.ServiceOptions.Check;
import io.hearsay.membership.Member;
import io.hearsay.membership.MemberStatus;
import io.hearsay.membership.TrafficMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A HAProxy that was changed at run time behaves as if it had read the file that was written. */
class DynamicUpdaterTest {
  @TempDir Path dir;
  private TestBalancer test;
  private Process fresh;

  /** Members by name; each name begins with its service. */
  private final TreeMap<String, Member> members = new TreeMap<>();

  @AfterEach
  void stop() {
    if (fresh != null) {
      fresh.destroyForcibly();
    }
    if (test != null) {
      test.close();
    }
  }

  private void start(String haproxy) throws IOException {
    test =
        new TestBalancer(dir, haproxy)
            .undamped()
            .service("plain", Services.http(Balance.LEASTCONN, new Check.None(), 0, false))
            .service("limited", Services.http(Balance.RANDOM, new Check.Tcp(), 7, false));
    // One of each always stays: a service without members has no route, and that takes a reload.
    for (var service : new String[] {"web", "plain", "limited"}) {
      put(service + "0", "127.0.0.1", test.web(service), 100);
    }
    test.start().balancer.submit(view());
    test.awaitApplied();
  }

  private void put(String name, String ip, int port, int weight) {
    var service = name.replaceAll("[0-9]+$", "");
    var tags =
        new TreeMap<>(
            Map.of(
                "role",
                "backend",
                "port",
                String.valueOf(port),
                "weight",
                String.valueOf(weight),
                "service",
                service));
    if (!service.equals("web")) {
      tags.put("path", "/" + service);
    }
    members.put(name, Views.member(name, ip, MemberStatus.ALIVE, tags));
  }

  private void mode(String name, TrafficMode mode) {
    members.computeIfPresent(name, (n, m) -> Views.with(m, mode));
  }

  private io.hearsay.membership.ClusterView view() {
    return Views.of(members.values().toArray(Member[]::new));
  }

  private void apply() {
    test.apply(view());
  }

  @ParameterizedTest
  @MethodSource("io.hearsay.balancer.HaproxyBinaries#stream")
  void eachKindOfChangeLeavesWhatTheFileSays(String haproxy) throws Exception {
    start(haproxy);
    int port = test.web("other");
    put("web1", "127.0.0.1", port, 100);
    put("plain1", "127.0.0.1", port, 30);
    put("plain2", "::1", port, 0);
    put("limited1", "127.0.0.1", port, 256);
    apply();
    put("web1", "127.0.0.1", port, 17);
    put("limited1", "127.0.0.1", test.web("moved"), 1);
    apply();
    put("plain1", "127.0.0.2", port, 30);
    mode("web1", TrafficMode.MAINTENANCE);
    mode("limited1", TrafficMode.DRAIN);
    apply();
    mode("web1", TrafficMode.READY);
    mode("limited1", TrafficMode.READY);
    members.remove("plain2");
    put("web2", "127.0.0.1", port, 50);
    mode("web2", TrafficMode.MAINTENANCE);
    put("limited2", "127.0.0.1", port, 50);
    mode("limited2", TrafficMode.MAINTENANCE);
    apply();
    members.remove("limited2");
    mode("web2", TrafficMode.READY);
    put("plain3", "127.0.0.1", port, 8);
    mode("plain3", TrafficMode.MAINTENANCE);
    apply();
    put("limited2", "127.0.0.1", port, 60);
    put("web3", "127.0.0.1", port, 9);
    mode("web3", TrafficMode.MAINTENANCE);
    mode("limited1", TrafficMode.MAINTENANCE);
    apply();

    assertThat(members)
        .containsOnlyKeys(
            "limited0",
            "limited1",
            "limited2",
            "plain0",
            "plain1",
            "plain3",
            "web0",
            "web1",
            "web2",
            "web3");
    assertAsFresh(haproxy);
  }

  @ParameterizedTest
  @MethodSource("io.hearsay.balancer.HaproxyBinaries#stream")
  void anySequenceOfChangesLeavesWhatTheFileSays(String haproxy) throws Exception {
    start(haproxy);
    int[] ports = {test.web("a"), test.web("b"), test.web("c")};
    var random = new Random(20261125);
    var services = new String[] {"web", "plain", "limited"};
    for (int step = 0; step < 25; step++) {
      var before = view().present();
      do {
        for (int i = random.nextInt(4); i >= 0; i--) {
          var name = services[random.nextInt(3)] + (1 + random.nextInt(4));
          switch (random.nextInt(5)) {
            case 0 -> members.remove(name);
            case 1 -> mode(name, TrafficMode.MAINTENANCE);
            case 2 -> mode(name, random.nextBoolean() ? TrafficMode.READY : TrafficMode.DRAIN);
            default -> put(name, "127.0.0.1", ports[random.nextInt(3)], random.nextInt(257));
          }
        }
      } while (view().present().equals(before));
      // A change that means nothing to HAProxy may be no revision, so wait for the servers instead.
      test.balancer.submit(view());
      test.awaitStatus(
          s ->
              s.servers().size() == members.size()
                  && s.revision() == s.appliedRevision()
                  && s.lastError().isEmpty());
    }

    assertAsFresh(haproxy);
  }

  /** Starts another HAProxy from the same file, without what two cannot both bind to. */
  private void assertAsFresh(String haproxy) throws Exception {
    var last = test.awaitApplied();
    assertThat(last.reloads()).describedAs("reloads: %s", last.reloadsBy()).isEqualTo(1);
    assertThat(last.runtimeChanges()).isGreaterThan(5);
    var socket = dir.resolve("fresh.sock");
    var file =
        Files.writeString(
            dir.resolve("fresh.cfg"),
            test.file()
                .replace("stats socket " + test.settings.socket(), "stats socket " + socket)
                .replace(
                    "bind 127.0.0.1:" + test.port + "\n",
                    "bind 127.0.0.1:" + TestBalancer.freePort() + "\n")
                .replace(
                    "bind 127.0.0.1:" + test.statsPort + "\n",
                    "bind 127.0.0.1:" + TestBalancer.freePort() + "\n"));
    fresh =
        new ProcessBuilder(haproxy, "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("fresh.log").toFile())
            .start();
    await().ignoreExceptions().until(() -> !ServerTable.of(socket).isEmpty());
    // The checks of both need a moment to settle, and removed servers to be deleted.
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(ServerTable.of(test.settings.socket()))
                    .isEqualTo(ServerTable.of(socket))
                    .hasSize(members.size()));
    assertThat(test.balancer.status().reloads()).isEqualTo(1);
    assertThat(test.balancer.status().pid()).isEqualTo(last.pid());
  }
}
