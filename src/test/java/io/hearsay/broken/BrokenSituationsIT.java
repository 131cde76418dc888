package io.hearsay.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.hearsay.balancer.haproxy.RuntimeApi;
import io.hearsay.broken.Told.Signs;
import io.hearsay.membership.Cluster;
import io.hearsay.testkit.BalancerCommand;
import io.hearsay.testkit.Started;
import io.hearsay.testkit.Subject;
import io.hearsay.testkit.TestMember;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can go wrong with a balancer, one fault after another on a running one. Each is
 * reported in the verdict of the page, by the readiness check, as an event, in the metrics and in
 * the log, with its cause and a remedy. Prints how long each took.
 */
@ParameterizedClass
@MethodSource("subjects")
class BrokenSituationsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TEMPLATE = "{#include built-in}{/include}\n";

  private final Subject subject;
  private final String ip;
  @TempDir Path dir;
  private final Started started = new Started();
  private final Vertx vertx = Vertx.vertx();
  private final List<Cluster> members = new ArrayList<>();
  private final Map<String, Map<String, Long>> took = new LinkedHashMap<>();
  private Path template;
  private Path binary;
  private Path config;
  private HttpServer web;
  private Told told;

  BrokenSituationsIT(Subject subject) {
    this.subject = subject;
    this.ip = "127.62." + (subject.name().equals("jar") ? 1 : 2) + ".1";
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  @BeforeEach
  void start() throws Exception {
    template = Files.writeString(dir.resolve("my.qute"), TEMPLATE);
    binary = dir.resolve("haproxy-binary");
    install();
    config = dir.resolve("haproxy.cfg");
    web = HttpServer.create(new InetSocketAddress(ip, 0), 50);
    web.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    web.start();
    told = new Told(ip, launch("lb", ip, config));
    await().atMost(LIMIT).until(() -> told.isReady());
    told.listen();
  }

  private void install() throws IOException {
    Files.writeString(binary, "#!/bin/sh\nexec haproxy \"$@\"\n");
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Starts a balancer on addresses of its own, except for the frontend, and returns its log. */
  private Path launch(String name, String at, Path file) throws IOException {
    var directory = Files.createDirectories(dir.resolve(name));
    var command =
        new BalancerCommand(subject, name, at, ip)
            .words(
                directory,
                "",
                "--template",
                template.toString(),
                "--haproxy",
                binary.toString(),
                "--haproxy-config",
                file.toString());
    started.start(command, directory);
    try (var logs = Files.list(directory)) {
      return logs.filter(p -> p.getFileName().toString().startsWith("log")).findFirst().get();
    }
  }

  @AfterEach
  void stop() throws Exception {
    members.forEach(m -> m.leave().toCompletableFuture().join());
    vertx.close().toCompletionStage().toCompletableFuture().join();
    told.close();
    web.stop(0);
    started.close();
    System.out.println("broken situations, " + subject.name() + ": ms until reported");
    took.forEach((what, times) -> System.out.printf("  %-40s %s%n", what, times));
  }

  private Cluster member(String name, Map<String, String> tags) throws Exception {
    var cluster =
        TestMember.join(vertx, name, new InetSocketAddress(ip, 17946), ip + ":7946", tags);
    members.add(cluster);
    return cluster;
  }

  private interface Step {
    void run() throws Exception;
  }

  private void row(String what, Step breaks, Signs signs, Step mends) throws Exception {
    if (!took.isEmpty()) {
      told.mark();
    }
    breaks.run();
    took.put(what, told.await(signs));
    mends.run();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                told.metrics()
                    .lines()
                    .noneMatch(
                        l ->
                            l.startsWith("hearsay_findings{")
                                && l.contains("\"" + signs.kind() + "\"")
                                && !l.endsWith(" 0.0")));
    await().atMost(LIMIT).until(() -> told.isReady());
  }

  /** Waits until an agent that has just been started answers, and then until it reports this. */
  private void reported(String what, Told by, Signs signs) throws IOException {
    await().atMost(LIMIT).until(by::answers);
    by.listen();
    took.put(what, by.await(signs));
  }

  private String ask(String command) throws IOException {
    return new RuntimeApi(dir.resolve("haproxy.sock"), Duration.ofSeconds(2)).ask(command);
  }

  private static void set(Cluster member, String key, String value) {
    member.updateTags(Map.of(key, value), Set.of()).toCompletableFuture().join();
  }

  @Test
  void eachFaultIsReportedEverywhereWithCauseAndRemedy() throws Exception {
    var port = Integer.toString(web.getAddress().getPort());
    var web1 = new Cluster[1];
    row(
        "no server",
        () -> {},
        new Signs("no-server", "HAProxy has no server", "role=backend", "HAProxy has no server"),
        () -> web1[0] = member("web1", Map.of("port", port)));
    var member = web1[0];
    await().atMost(LIMIT).until(() -> ask("show stat").contains("web,web1"));
    row(
        "DOWN by HAProxy's check",
        () -> {
          set(member, "port", "1");
          await().atMost(LIMIT).until(() -> ask("show stat").contains("DOWN"));
        },
        new Signs("all-down", "No server of web is up", "its check", "No server of web is up"),
        () -> set(member, "port", port));
    row(
        "backups only",
        () -> set(member, "zone", "b"),
        new Signs("backups-only", "web is served by backups only", "own zone", "by backups only"),
        () -> member.updateTags(Map.of(), Set.of("zone")).toCompletableFuture().join());
    row(
        "a tag that is refused",
        () -> set(member, "weight", "heavy"),
        new Signs("left-out", "web1 is left out: its weight", "and takes", "web1 is left out"),
        () -> {
          set(member, "weight", "100");
          // A pending apply might remove what is added by hand.
          await().atMost(LIMIT).until(() -> ask("show stat").contains("web,web1"));
        });
    row(
        "a server by hand on the socket",
        () -> {
          ask("add server web/canary " + ip + ":" + port);
          ask("set server web/canary state ready");
        },
        new Signs("drift", "the configuration does not have it", "admin socket", "web/canary"),
        () -> {
          ask("set server web/canary state maint");
          ask("del server web/canary");
        });
    row(
        "the template is refused",
        () -> Files.writeString(template, "{config.nothing}\n"),
        new Signs("template-refused", "template error", "my.qute, line 1", "template error"),
        () -> Files.writeString(template, TEMPLATE));
    row(
        "a reload is impossible",
        () -> {
          Files.delete(binary);
          told.post("/v1/proxy/reload");
        },
        new Signs("reload-impossible", "no such program", "install HAProxy", "no such program"),
        this::install);
    row(
        "the file was edited by hand",
        () -> {
          Files.writeString(config, Files.readString(config) + "# by hand\n");
          set(member, "weight", "90");
        },
        new Signs("foreign-config", "was changed by somebody else", "--adopt-config", "somebody"),
        () -> Files.delete(config));
    var other = new Process[1];
    row(
        "another HAProxy comes to our address",
        () -> other[0] = stranger(),
        new Signs(
            "address-shared", "gets some of the requests", "choose another address", "listens on"),
        () -> other[0].destroyForcibly().waitFor());
    putRight();
    died();
  }

  private Process stranger() throws IOException {
    var file =
        Files.writeString(
            dir.resolve("other.cfg"),
            "defaults\n mode http\n timeout client 1s\n timeout server 1s\n timeout connect 1s\n"
                + "frontend f\n bind "
                + ip
                + ":8080\n http-request return status 200\n");
    return new ProcessBuilder("haproxy", "-db", "-q", "-f", file.toString()).start();
  }

  /** A weight set by hand is corrected after two looks, and the correction is reported. */
  private void putRight() throws Exception {
    told.mark();
    long began = System.nanoTime();
    ask("set server web/web1 weight 7");
    await().atMost(LIMIT).until(() -> told.events().contains("proxy-corrected"));
    took.put(
        "a weight by hand is put right",
        Map.of("event", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
    assertThat(ask("get weight web/web1")).startsWith("90");
    assertThat(told.events()).contains("proxy-drift", "HAProxy gives it weight 7");
    assertThat(told.log()).contains("web/web1: put back to what is configured");
    assertThat(told.metrics()).contains("hearsay_proxy_corrections_total 1.0");
  }

  private void died() throws Exception {
    told.mark();
    long pid =
        Long.parseLong(
            ask("show info")
                .lines()
                .filter(l -> l.startsWith("Pid: "))
                .findFirst()
                .orElseThrow()
                .substring(5));
    long began = System.nanoTime();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                told.events().contains("proxy-died") && told.events().contains("proxy-restarted"));
    took.put(
        "HAProxy dies and is back",
        Map.of("event", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)));
  }

  @Test
  void aSecondBalancerOnTheSameAddressIsNotReadyAndSaysWhy() throws Exception {
    var at = ip.replaceFirst("1$", "3");
    try (var second = new Told(at, launch("lb2", at, dir.resolve("lb2/haproxy.cfg")))) {
      var cause = "listens on " + ip + ":8080";
      reported(
          "two balancers on one address, the second",
          second,
          new Signs("address-shared", cause, "hearsay.balancer.frontend", cause));
      assertThat(second.readiness()).contains("\"DOWN\"");
      assertThat(second.log()).contains("HAProxy is not started");
      assertThat(told.readiness()).contains("\"UP\"");
    }
  }

  @Test
  void aFirstStartBesideADistributionsFileIsNotReadyAndSaysWhy() throws Exception {
    var theirs = "# maxconn 77\nglobal\n    daemon\n";
    var file = Files.createDirectories(dir.resolve("etc")).resolve("haproxy.cfg");
    Files.writeString(file, theirs);
    var at = ip.replaceFirst("1$", "4");
    try (var other = new Told(at, launch("lb3", at, file))) {
      var cause = "Hearsay did not write " + file;
      reported(
          "a distribution's file",
          other,
          new Signs("foreign-config", cause, "--adopt-config", cause));
      assertThat(other.readiness()).contains("\"DOWN\"");
      var member =
          TestMember.join(
              vertx,
              "web1",
              new InetSocketAddress(ip, 17946),
              at + ":7946",
              Map.of("port", Integer.toString(web.getAddress().getPort())));
      members.add(member);
      for (int i = 1; i <= 10; i++) {
        var weight = Integer.toString(100 + i);
        set(member, "weight", weight);
        await()
            .atMost(LIMIT)
            .until(() -> other.get("7373/v1/members").contains("\"weight\":\"" + weight + "\""));
      }
      assertThat(file).hasContent(theirs);
    }
  }

  @Test
  void aClusterWithoutABalancerSaysSo() throws Exception {
    var at = ip.replaceFirst("1$", "5");
    var directory = Files.createDirectories(dir.resolve("solo"));
    var command = new ArrayList<>(List.of("agent", "--name", "solo", "--role", "backend"));
    command.addAll(List.of("--check", "none", "--bind", at + ":7946", "--http", at + ":7373"));
    command.addAll(List.of("--health", at + ":7374"));
    started.start(subject.with(command), directory);
    try (var solo = new Told(at, directory.resolve("log1"))) {
      var cause = "No member is a balancer";
      reported("no balancer", solo, new Signs("no-balancer", cause, "role=balancer", cause));
    }
  }
}
