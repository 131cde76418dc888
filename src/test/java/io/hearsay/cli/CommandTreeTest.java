package io.hearsay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line against a real server that answers like an agent. */
class CommandTreeTest {
  private static final String MEMBERS =
      """
      {"self":"a","label":"","members":[
       {"name":"a","id":"1","address":"10.0.0.1","port":7946,"status":"alive","health":"passing","mode":"ready","incarnation":0,"tags":{"role":"balancer"},"since":"x"},
       {"name":"b\\u001b[31m","id":"2","address":"10.0.0.2","port":7946,"status":"failed","health":"passing","mode":"ready","incarnation":0,"tags":{"role":"backend"},"since":"x"}]}""";

  private HttpServer server;
  private final List<String> calls = new ArrayList<>();
  private final AtomicReference<String> body = new AtomicReference<>(MEMBERS);
  private int status = 200;
  private String printed = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var bytes = body.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String... args) {
    var out = new StringWriter();
    var line = CommandTree.root(parsed -> 0);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    int code = line.execute(args);
    printed = out.toString();
    return code;
  }

  private String http() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Test
  void membersAreListed() {
    assertThat(run("members", "--http", http())).isZero();
    assertThat(printed).contains("a ").contains("10.0.0.1:7946").contains("role=balancer");
  }

  @Test
  void textFromMembersIsEscapedOnTheTerminal() {
    run("members", "--http", http());
    assertThat(printed).contains("b⟨U+001B⟩[31m").doesNotContain("\u001b");
  }

  @Test
  void noMatchIsExitCodeOne() {
    assertThat(run("members", "--http", http(), "--status", "left")).isEqualTo(1);
    assertThat(run("members", "--http", http(), "--tag", "role=back.*")).isZero();
    assertThat(run("members", "--http", http(), "--name", "a")).isZero();
    assertThat(run("members", "--http", http(), "--name", "c", "--format", "json")).isEqualTo(1);
  }

  @Test
  void noAgentIsExitCodeThree() throws IOException {
    var address = http();
    server.stop(0);
    assertThat(run("members", "--http", address)).isEqualTo(3);
    assertThat(printed).contains(address).contains("HEARSAY_HTTP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "members --frmat json",
        "nonsense",
        "tags --set novalue",
        "join",
        "force-leave",
        "members --tag x",
        "members --name ["
      })
  void wrongUsageIsExitCodeTwo(String line) {
    assertThat(
            run(
                (line
                        + (line.startsWith("members") || line.startsWith("tags")
                            ? " --http " + http()
                            : ""))
                    .split(" ", -1)))
        .isEqualTo(2);
  }

  @Test
  void tagsAreSetAndDeleted() {
    assertThat(run("tags", "--http", http(), "--set", "a=1=2", "--delete", "b")).isZero();
    assertThat(calls)
        .containsExactly("PUT /v1/agent/tags {\"set\":{\"a\":\"1=2\"},\"delete\":[\"b\"]}");
  }

  @Test
  void aDrainCanBeAwaitedAndUndone() {
    assertThat(run("drain", "--http", http())).isZero();
    assertThat(run("drain", "--http", http(), "--wait")).isZero();
    assertThat(run("drain", "--http", http(), "--maintenance")).isZero();
    assertThat(run("drain", "--http", http(), "--off")).isZero();
    assertThat(calls)
        .containsExactly(
            "POST /v1/agent/drain {\"on\":true}",
            "POST /v1/agent/drain {\"on\":true,\"wait\":true}",
            "POST /v1/agent/drain {\"on\":true,\"maintenance\":true}",
            "POST /v1/agent/drain {\"on\":false}");
  }

  @Test
  void aRefusalIsPrintedInTheAgentsWords() {
    status = 403;
    body.set("{\"detail\":\"only from this host\"}");
    assertThat(run("leave", "--http", http())).isEqualTo(1);
    assertThat(printed).contains("only from this host");
  }

  @Test
  void aKeyHasThirtyTwoBytes() {
    assertThat(run("keygen")).isZero();
    assertThat(java.util.Base64.getDecoder().decode(printed.trim())).hasSize(32);
  }

  @Test
  void theVersionIsShown() {
    assertThat(run("version")).isZero();
    assertThat(printed.trim()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
  }

  @Test
  void everyCommandHasHelp() {
    for (var name : CommandTree.root(p -> 0).getSubcommands().keySet()) {
      assertThat(run(name, "--help")).as(name).isZero();
      assertThat(printed).as(name).contains("Usage: hearsay " + name);
    }
  }

  @Test
  void membersThatDoNotAnswerAreNamed() {
    body.set("{\"asked\":[\"a\",\"b\"],\"answered\":[\"a\"],\"missing\":[\"b\"],\"unknown\":[]}");
    assertThat(run("reachability", "--http", http())).isEqualTo(1);
    assertThat(printed).contains("1 of 2").contains("no answer: b");
    body.set("{\"asked\":[\"a\"],\"answered\":[\"a\"],\"missing\":[],\"unknown\":[]}");
    assertThat(run("reachability", "--http", http())).isZero();
  }

  @Test
  void theRoundTripToAMemberIsPrinted() {
    body.set("{\"from\":\"a\",\"to\":\"b\",\"rttMillis\":1.25}");
    assertThat(run("rtt", "b", "--http", http())).isZero();
    assertThat(printed).isEqualTo("1.3 ms" + System.lineSeparator());
    assertThat(run("rtt", "a", "b", "--http", http())).isZero();
    assertThat(calls).containsExactly("GET /v1/rtt?to=b ", "GET /v1/rtt?from=a&to=b ");
    status = 404;
    body.set("{\"detail\":\"there is no member c\"}");
    assertThat(run("rtt", "c", "--http", http())).isEqualTo(1);
    assertThat(printed).contains("there is no member c");
  }

  @Test
  void answersKeepTheirLinesAndMembersWithoutAnswerAreCounted() {
    body.set(
        """
        {"ack":true,"member":"a","payload":""}
        {"ack":false,"member":"a","payload":"one\\ntwo\\u001b[31m\\n"}
        {"ack":false,"member":"b","payload":""}
        """);
    assertThat(run("query", "load", "x", "--http", http())).isZero();
    assertThat(printed.lines())
        .containsExactly(
            "a: one", "a: two⟨U+001B⟩[31m", "hearsay: 1 member heard it and has no answer");
    assertThat(calls).containsExactly("POST /v1/queries/load?ack=true x");
    body.set("{\"ack\":false,\"member\":\"b\",\"payload\":\"\"}");
    assertThat(run("query", "load", "--http", http())).isEqualTo(1);
  }

  @Test
  void aQueryCanBeTargeted() {
    body.set("");
    assertThat(
            run(
                ("query load --node a --node b --tag role=db --relay 2 --no-ack --timeout 500ms"
                        + " --http "
                        + http())
                    .split(" ", -1)))
        .isEqualTo(1);
    assertThat(calls)
        .containsExactly(
            "POST /v1/queries/load?ack=false&millis=500&relay=2&node=a&node=b&tag=role%3Ddb ");
  }

  @Test
  void anEventCanBeCoalesced() {
    assertThat(run("event", "deploy", "v7", "--coalesce", "--http", http())).isZero();
    assertThat(calls).containsExactly("POST /v1/events/deploy?coalesce=true v7");
  }

  @Test
  void membersCanBeListedInDetail() {
    assertThat(run("members", "--detailed", "--header", "--http", http())).isZero();
    assertThat(printed).contains("INCARNATION", "RTT", "BOOT", "role=balancer");
  }
}
