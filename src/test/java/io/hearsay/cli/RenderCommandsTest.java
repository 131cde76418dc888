package io.hearsay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code render} and {@code check} as a user sees them, with a real HAProxy for the checks. */
class RenderCommandsTest {
  private static final String MEMBERS =
      """
      {"self":"lb","label":"","version":7,"members":[
       {"name":"lb","id":"1","address":"10.0.0.1","port":7946,"status":"alive","health":"passing","mode":"ready","incarnation":0,"tags":{"role":"balancer"},"since":"2026-01-01T00:00:00Z","rttMillis":null},
       {"name":"web1","id":"2","address":"10.0.0.2","port":7946,"status":"alive","health":"passing","mode":"ready","incarnation":3,"tags":{"role":"backend","port":"3000"},"since":"2026-01-01T00:00:00Z","rttMillis":0.4},
       {"name":"web2","id":"3","address":"fd00::3","port":7946,"status":"suspect","health":"passing","mode":"drain","incarnation":0,"tags":{"role":"backend"},"since":"2026-01-01T00:00:00Z","rttMillis":null},
       {"name":"web3","id":"4","address":"10.0.0.4","port":7946,"status":"failed","health":"passing","mode":"ready","incarnation":0,"tags":{"role":"backend"},"since":"2026-01-01T00:00:00Z","rttMillis":null}]}""";

  @TempDir Path dir;
  private Path snapshot;
  private String out;
  private String err;

  @BeforeEach
  void write() throws Exception {
    snapshot = Files.writeString(dir.resolve("snapshot.json"), MEMBERS);
  }

  private int run(String... args) {
    var printed = new StringWriter();
    var wrong = new StringWriter();
    var line = CommandTree.root(parsed -> 0);
    line.setOut(new PrintWriter(printed, true));
    line.setErr(new PrintWriter(wrong, true));
    int code = line.execute(args);
    out = printed.toString();
    // The build sets a variable of that name for tests of child processes; warning about it is
    // correct.
    err = wrong.toString().replaceFirst("hearsay: HEARSAY_OF_THE_TESTS [^\n]*\n", "");
    return code;
  }

  private int offline(String command, String... more) {
    var args = new ArrayList<>(List.of(command, "--snapshot", snapshot.toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  @Test
  void aSnapshotIsRenderedWithoutAnAgent() {
    assertThat(offline("render")).isZero();

    assertThat(err).isEmpty();
    assertThat(out)
        .containsPattern("    bind (:80|\\[::]:80 v4v6)\n")
        .contains("    server web1 10.0.0.2:3000 weight 100 ")
        .contains("    server web2 ipv6@[fd00:0:0:0:0:0:0:3]:3000 weight 0 ")
        .doesNotContain("web3");
  }

  @Test
  void theBalancersOwnSettingsApply() throws Exception {
    var config =
        Files.writeString(
            dir.resolve("h.properties"),
            "hearsay.balancer.frontend=127.0.0.1:8080\nhearsay.service.web.balance=leastconn\n");

    assertThat(offline("render", "--config", config.toString())).isZero();

    assertThat(out).contains("bind 127.0.0.1:8080").contains("balance leastconn");
  }

  @Test
  void withoutASnapshotTheAgentIsAsked() throws Exception {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/v1/members",
        exchange -> {
          var bytes = MEMBERS.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    var address = "127.0.0.1:" + server.getAddress().getPort();
    try {
      assertThat(run("render", "--http", address)).isZero();
      assertThat(out).contains("server web1 10.0.0.2:3000");
    } finally {
      server.stop(0);
    }

    assertThat(run("render", "--http", address)).isEqualTo(3);
    assertThat(run("check", "--http", address)).isEqualTo(3);
    assertThat(err).contains(address);
  }

  @Test
  void theResultIsWrittenWholeOrNotAtAll() throws Exception {
    var file = Files.writeString(dir.resolve("out.cfg"), "old");
    var link = Files.createSymbolicLink(dir.resolve("link.cfg"), file);

    assertThat(offline("render", "--out", link.toString())).isZero();
    assertThat(out).isEmpty();
    assertThat(Files.readString(file)).contains("server web1");
    assertThat(link).isSymbolicLink();
    assertThat(dir).isDirectoryNotContaining(p -> p.toString().endsWith("-new"));

    var template = Files.writeString(dir.resolve("bad.qute"), "{nothing}");
    var before = Files.readString(file);
    assertThat(offline("render", "--out", file.toString(), "--template", template.toString()))
        .isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(offline("render", "--out", dir.toString())).isEqualTo(1);
    assertThat(err).contains("--out");
    assertThat(offline("render", "--out", "/dev/null")).isEqualTo(1);
  }

  @Test
  void anErrorInACustomTemplateIsReportedWithFileAndLine() throws Exception {
    var template = Files.writeString(dir.resolve("my.qute"), "global\n\n{config.sokcet}\n");

    assertThat(offline("render", "--template", template.toString())).isEqualTo(1);

    assertThat(err).contains("my.qute, line 3").contains("{config.sokcet}");
    assertThat(out).isEmpty();
    assertThat(offline("render", "--template", dir.resolve("none").toString())).isEqualTo(1);
    assertThat(err).contains("--template").contains("no such file");
  }

  @Test
  void haproxysOwnMessageIsPrinted() throws Exception {
    assertThat(offline("check")).as(err).isZero();

    var template =
        Files.writeString(
            dir.resolve("my.qute"),
            "global\n    stats socket {config.socket} mode 600 level admin expose-fd listeners\n"
                + "frontend x\n    mode http\n    no-such-word\n");
    assertThat(offline("check", "--template", template.toString())).isEqualTo(1);
    assertThat(err).contains("no-such-word").contains("the rendered text");

    assertThat(offline("check", "--haproxy", dir.resolve("none").toString())).isEqualTo(1);
    assertThat(err).contains("--haproxy").contains("no such program");
  }

  @Test
  void shippedTemplatesCanBeShownAndRendered() {
    for (var name : io.hearsay.balancer.DryRun.templates()) {
      assertThat(run("render", "--source", "--example", name)).isZero();
      assertThat(out).isNotBlank();
      assertThat(offline("render", "--example", name)).as(name).isZero();
    }
    assertThat(run("render", "--source")).isZero();
    assertThat(out).contains("{config.socket}");
    assertThat(offline("check", "--example", "redis")).isZero();
    assertThat(offline("render", "--example", "none")).isEqualTo(2);
    assertThat(err).contains("built-in, web");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "{}",
        "{\"members\":{}}",
        "{\"members\":[1]}",
        "{\"members\":[{\"address\":\"10.0.0.1\"}]}",
        "{\"members\":[{\"name\":\"a\",\"address\":\"host.name\"}]}",
        "{\"members\":[{\"name\":\"a\",\"address\":\"10.0.0.1\",\"status\":\"well\"}]}",
        "{\"members\":[{\"name\":\"a\",\"address\":\"10.0.0.1\",\"tags\":[]}]}",
        "{\"members\":[{\"name\":\"a\",\"address\":\"10.0.0.1\"},{\"name\":\"a\",\"address\":\"10.0.0.2\"}]}",
        "{\"members\":[{\"name\":\"a\",\"address\":\"10.0.0.1\",\"port\":\"x\"}]}"
      })
  void anInvalidSnapshotIsWrongUsage(String text) throws Exception {
    Files.writeString(snapshot, text);

    assertThat(offline("render")).isEqualTo(2);
    assertThat(err).startsWith("hearsay: --snapshot " + snapshot + ": ");
  }

  @Test
  void aSnapshotByHandNeedsNamesAndAddressesOnly() throws Exception {
    Files.writeString(
        snapshot,
        "{\"members\":[{\"name\":\"a\",\"address\":\"10.0.0.9\",\"tags\":{\"role\":\"backend\",\"port\":81}}]}");

    assertThat(offline("render")).isZero();
    assertThat(out).contains("server a 10.0.0.9:81 ");
  }

  @Test
  void wrongSettingsAndMissingFilesAreWrongUsage() throws Exception {
    var config =
        Files.writeString(dir.resolve("h.properties"), "hearsay.service.web.balanc=leastconn\n");
    assertThat(offline("render", "--config", config.toString())).isEqualTo(2);
    assertThat(err).contains("did you mean hearsay.service.web.balance?");

    assertThat(run("render", "--snapshot", dir.resolve("none").toString())).isEqualTo(2);
    assertThat(run("render", "--nosuch")).isEqualTo(2);
  }
}
