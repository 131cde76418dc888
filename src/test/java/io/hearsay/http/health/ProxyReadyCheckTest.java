package io.hearsay.http.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.agent.Agent;
import io.hearsay.config.ConfigSources;
import io.hearsay.config.Settings;
import io.hearsay.testkit.FreePort;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole balancer agent with a real HAProxy. Whatever goes wrong while it serves, it goes on
 * serving, says why it is not ready, and is ready again once the fault is fixed.
 */
class ProxyReadyCheckTest {
  private static final String TEMPLATE =
      """
      global
          stats socket {config.socket} mode 600 level admin expose-fd listeners
      defaults
          mode http
          timeout connect 1s
          timeout client 5s
          timeout server 5s
      frontend web
          bind {config.frontend}
          http-request return status 200 content-type text/plain string "serving"
      """;

  @TempDir Path dir;
  private Vertx vertx;
  private Agent agent;
  private ProxyReadyCheck check;
  private Path template;
  private Path binary;
  private Path etc;
  private int port;

  @BeforeEach
  void start() throws Exception {
    template = Files.writeString(dir.resolve("my.cfg"), TEMPLATE);
    binary = dir.resolve("haproxy-binary");
    install();
    etc = dir.resolve("etc");
    port = FreePort.any();
    vertx = Vertx.vertx();
    agent = new Agent(vertx);
    check = new ProxyReadyCheck(agent);
    var sources =
        new ConfigSources(
            Map.of(
                "name", List.of("lb"),
                "role", List.of("balancer"),
                "bind", List.of("127.0.0.1:" + FreePort.any()),
                "template", List.of(template.toString()),
                "haproxy", List.of(binary.toString()),
                "haproxy-config", List.of(etc.resolve("haproxy.cfg").toString())),
            Map.of(
                "HEARSAY_BALANCER_FRONTEND",
                "127.0.0.1:" + port,
                "HEARSAY_BALANCER_RUN_DIR",
                dir.resolve("run").toString(),
                "HEARSAY_STOP_HAPROXY",
                "500ms"),
            Optional.empty());
    agent.start(Settings.of(sources, "host"));
    awaitUp();
  }

  @AfterEach
  void stop() {
    agent.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void install() throws IOException {
    Files.writeString(binary, "#!/bin/sh\nexec haproxy \"$@\"\n");
    Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void awaitUp() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> check.call().getStatus() == HealthCheckResponse.Status.UP);
    assertServing();
  }

  /**
   * Waits until the check is down for that reason, and checks that HAProxy still serves as before.
   */
  private void assertDownButServing(String reason, String fileBefore) throws IOException {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                check.call().getStatus() == HealthCheckResponse.Status.DOWN
                    && reason().contains(reason));
    assertServing();
    assertThat(Files.isDirectory(etc) ? Files.readString(etc.resolve("haproxy.cfg")) : fileBefore)
        .isEqualTo(fileBefore);
  }

  /** All balancers have the same template, so this one goes on serving, and reports the problem. */
  private void assertReadyThough(String finding, String fileBefore) throws IOException {
    await().atMost(Duration.ofSeconds(20)).until(() -> findings().contains(finding));
    assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertServing();
    assertThat(file()).isEqualTo(fileBefore);
  }

  private void awaitNothingFound() {
    await().atMost(Duration.ofSeconds(20)).until(() -> !findings().contains("emplate"));
    awaitUp();
  }

  private String findings() {
    return String.valueOf(check.call().getData().orElseThrow().get("findings"));
  }

  private String reason() {
    return String.valueOf(check.call().getData().orElseThrow().get("reason"));
  }

  private void assertServing() {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("serving");
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private String file() throws IOException {
    return Files.readString(etc.resolve("haproxy.cfg"));
  }

  @Test
  void aTemplateError() throws IOException {
    var before = file();
    Files.writeString(template, TEMPLATE + "# {config.nothing}\n");
    assertReadyThough("template error", before);
    Files.writeString(template, TEMPLATE + "# mended\n");
    awaitNothingFound();
    assertThat(file()).contains("# mended");
  }

  @Test
  void aDeletedTemplate() throws IOException {
    var before = file();
    Files.delete(template);
    agent.proxy().orElseThrow().reload("to look at the template");
    assertReadyThough("cannot read the template", before);
    Files.writeString(template, TEMPLATE);
    awaitNothingFound();
  }

  @Test
  void aConfigurationThatHaproxyRefuses() throws IOException {
    var before = file();
    Files.writeString(template, TEMPLATE + "    no-such-keyword\n");
    assertReadyThough("no-such-keyword", before);
    Files.writeString(template, TEMPLATE);
    awaitNothingFound();
  }

  @Test
  void aMissingBinary() throws IOException {
    var before = file();
    Files.delete(binary);
    Files.writeString(template, TEMPLATE + "# another\n");
    assertDownButServing("there is no such program", before);
    install();
    awaitUp();
    assertThat(file()).contains("# another");
  }

  @Test
  void anUnwritableDirectory() throws IOException {
    var before = file();
    var away = Files.move(etc, dir.resolve("away"));
    Files.writeString(etc, "in the way");
    Files.writeString(template, TEMPLATE + "# another\n");
    assertDownButServing("cannot write", before);
    Files.delete(etc);
    Files.move(away, etc);
    awaitUp();
    assertThat(file()).contains("# another");
  }

  @Test
  void aPortInUse() throws IOException {
    var before = file();
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Files.writeString(template, TEMPLATE + "    bind 127.0.0.1:" + other.getLocalPort() + "\n");
      assertDownButServing("cannot bind", before);
    }
    awaitUp();
    assertThat(file()).isNotEqualTo(before);
  }
}
