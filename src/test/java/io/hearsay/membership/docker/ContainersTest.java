package io.hearsay.membership.docker;

import static io.hearsay.membership.docker.EngineAnswers.chunked;
import static io.hearsay.membership.docker.EngineAnswers.containers;
import static io.hearsay.membership.docker.EngineAnswers.measured;
import static io.hearsay.membership.docker.EngineAnswers.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hearsay.membership.ContainerFilter;
import io.hearsay.membership.HostPort;
import io.hearsay.testkit.UnixServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers' addresses, from an engine on a Unix socket. */
class ContainersTest {
  private static final ContainerFilter WEB = filter("docker:label=role=web");

  @TempDir Path dir;
  private UnixServer engine;

  @BeforeEach
  void start() throws Exception {
    engine = new UnixServer(dir.resolve("engine.sock"), measured(200, "[]"));
  }

  @AfterEach
  void stop() throws Exception {
    engine.close();
  }

  private static ContainerFilter filter(String seed) {
    return HostPort.seed(seed, 7946).containers().orElseThrow();
  }

  private Containers here() {
    return Containers.of(Optional.of("unix://" + dir.resolve("engine.sock")), ip -> false);
  }

  private List<String> found(Containers containers, ContainerFilter filter) throws IOException {
    return containers.addresses(filter).stream().map(InetAddress::getHostAddress).toList();
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> here().addresses(WEB))
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void allAddressesAreTakenHoweverTheAnswerIsDelimited() throws Exception {
    var body = containers("198.18.0.2", "198.18.0.3 fd03::3");
    for (var answer :
        List.of(measured(200, body), open(body), chunked(body, 17), chunked(body, 9999))) {
      engine.answer(answer);
      assertThat(found(here(), WEB))
          .containsExactly("198.18.0.2", "198.18.0.3", "fd03:0:0:0:0:0:0:3");
    }
  }

  @Test
  void anAnswerIsUsedBeforeTheConnectionEnds() throws Exception {
    assertThat(HttpAnswer.parse(measured(200, "[]").getBytes(), false)).isPresent();
    assertThat(HttpAnswer.parse(chunked("[1,2]", 2).getBytes(), false))
        .hasValueSatisfying(a -> assertThat(a.body()).isEqualTo("[1,2]".getBytes()));
    assertThat(HttpAnswer.parse(open("[]").getBytes(), false)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "docker:label=role, label, role",
    "docker:label=a.b/c=d&e=\u00fc\"%, label, 'a.b/c=d&e=\u00fc\"%'",
    "docker:name=^/web-[0-9]+$:99, name, ^/web-[0-9]+$"
  })
  void theEngineIsAskedForRunningContainersAndNothingElse(String seed, String kind, String value)
      throws Exception {
    engine.answer(measured(200, containers("198.18.0.2")));
    assertThat(found(here(), filter(seed))).hasSize(1);

    var line = engine.requests().getFirst().lines().findFirst().orElseThrow().split(" ");
    assertThat(line[0]).isEqualTo("GET");
    var target = URI.create(line[1]);
    assertThat(target.getPath()).isEqualTo("/containers/json");
    assertThat(new JsonObject(target.getQuery().substring("filters=".length())))
        .isEqualTo(
            new JsonObject(
                """
                {"%s":["%s"],"status":["running"]}"""
                    .formatted(kind, value.replace("\"", "\\\""))));
    assertThat(engine.requests()).allMatch(r -> r.startsWith("GET /"));
  }

  @Test
  void ofAContainersNetworksThoseOfThisHostArePreferred() throws Exception {
    var near =
        Containers.of(
            Optional.of("unix://" + dir.resolve("engine.sock")),
            ip -> ip.getHostAddress().startsWith("198.18.5."));
    engine.answer(measured(200, containers("198.18.4.2 198.18.5.2", "198.18.4.3 fd03::3")));
    assertThat(found(near, WEB)).containsExactly("198.18.5.2", "198.18.4.3", "fd03:0:0:0:0:0:0:3");
  }

  @Test
  void onlyLiteralsOfHostsAreTakenAndOnlySoMany() throws Exception {
    engine.answer(
        measured(
            200,
            """
            [7, null, [], {}, {"NetworkSettings":[]}, {"NetworkSettings":{"Networks":{"a":1}}},
             {"NetworkSettings":{"Networks":{"a":{"IPAddress":"example.com"},
              "b":{"IPAddress":42,"GlobalIPv6Address":null}, "c":{"IPAddress":"0.0.0.0"},
              "d":{"IPAddress":"224.0.0.1","GlobalIPv6Address":"ff02::1"},
              "e":{"IPAddress":"198.18.0.9:22"}, "f":{"IPAddress":"198.18.0.7"}}}}]"""));
    assertThat(found(here(), WEB)).containsExactly("198.18.0.7");

    var many = IntStream.range(1, 100).mapToObj(i -> "198.18.1." + i).toArray(String[]::new);
    engine.answer(measured(200, containers(many)));
    assertThat(found(here(), WEB)).hasSize(64);
    engine.answer(measured(200, containers(String.join(" ", many))));
    assertThat(found(here(), WEB)).hasSize(64);
  }

  @Test
  void whatKeepsItFromAnAddressIsSaidWithARemedy() {
    refused("no running container has that label", "docker ps --filter label=role=web");
    engine.answer(measured(200, containers("")));
    refused("no address of their own", "network mode host");
    engine.answer(measured(403, "Forbidden"));
    refused("answers 403", "proxy", "GET /containers/json");
    engine.answer(measured(200, "{\"message\":\"hello\"}"));
    refused("no list of containers");
    engine.answer(measured(200, "[".repeat(5000)));
    refused("not JSON");
    engine.answer(measured(200, "[\"" + "x".repeat(1 << 20) + "\"]"));
    refused("more than 1 MiB", "filter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]",
        "HTTP/1.1 200 OK\r\nContent-Length: -9\r\n\r\n[]",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n[]",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n[]",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]xx0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n[]",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\n[]",
        "HTTP/1.1 20",
        "x"
      })
  void anAnswerThatIsCutOffOrNoneIsRefused(String answer) {
    engine.answer(answer);
    refused("is no container engine");
  }

  @Test
  void aMissingDeadOrSilentEngineIsReported() throws Exception {
    engine.answer("");
    refused("does not answer within 2 s");
    engine.close();
    refused("no container engine listens", "is it running?");
    Files.delete(dir.resolve("engine.sock"));
    refused("there is no container engine's socket", "DOCKER_HOST=unix://PATH");
    for (var host : List.of("tcp://127.0.0.1:2375", "unix://")) {
      assertThatThrownBy(() -> Containers.of(Optional.of(host)).addresses(WEB))
          .hasMessageContaining("DOCKER_HOST is not unix://PATH");
    }
  }
}
