package io.hearsay.http.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.hearsay.agent.Agent;
import io.hearsay.agent.AgentEvent;
import io.hearsay.config.ConfigSources;
import io.hearsay.config.Settings;
import io.hearsay.http.health.HealthServer;
import io.hearsay.membership.Payload;
import io.hearsay.membership.swim.Counter;
import io.hearsay.testkit.FreePort;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API and the health checks of a single agent. */
@QuarkusTest
class ApiTest {
  private static final String ANSWERLESS =
      "{\"ack\":false,\"member\":\"solo\",\"payload\":\"\",\"payloadBase64\":\"\"}";

  @Inject Agent agent;

  @Inject HealthServer health;
  private String management;

  @BeforeEach
  void start() throws Exception {
    management = "http://127.0.0.1:" + health.port() + "/q";
    if (agent.cluster().isEmpty()) {
      var sources =
          new ConfigSources(
              Map.of(
                  "name", List.of("solo"),
                  "bind", List.of("127.0.0.1:" + FreePort.any()),
                  "tag", List.of("role=backend", "zone=a"),
                  "check", List.of("none")),
              Map.of(),
              Optional.empty());
      agent.start(Settings.of(sources, "host"));
    }
  }

  @Test
  void membersHaveTheDocumentedShape() {
    when()
        .get("/v1/members")
        .then()
        .statusCode(200)
        .body("self", equalTo("solo"))
        .body("label", equalTo(""))
        .body("members", hasSize(1))
        .body("members[0].name", equalTo("solo"))
        .body("members[0].id", notNullValue())
        .body("members[0].address", equalTo("127.0.0.1"))
        .body("members[0].status", equalTo("alive"))
        .body("members[0].health", equalTo("passing"))
        .body("members[0].tags.zone", equalTo("a"))
        .body("members[0].since", notNullValue());
  }

  @Test
  void theAgentDescribesItself() {
    when()
        .get("/v1/agent")
        .then()
        .statusCode(200)
        .body("member.name", equalTo("solo"))
        .body("role", equalTo("backend"))
        .body("joined", equalTo(true));
  }

  @Test
  void tagsAreReplacedAndShown() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"set\":{\"colour\":\"red\"},\"delete\":[\"none\"]}")
        .put("/v1/agent/tags")
        .then()
        .statusCode(200)
        .body("tags.colour", equalTo("red"));
    given()
        .contentType(ContentType.JSON)
        .body("{\"delete\":[\"colour\"]}")
        .put("/v1/agent/tags")
        .then()
        .statusCode(200)
        .body("tags.colour", equalTo(null));
  }

  @Test
  void oversizedTagsAreRefusedWithAnExplanation() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"set\":{\"big\":\"" + "x".repeat(600) + "\"}}")
        .put("/v1/agent/tags")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("512"));
  }

  @Test
  void aDrainIsShown() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"on\":true}")
        .post("/v1/agent/drain")
        .then()
        .statusCode(200)
        .body("mode", equalTo("drain"));
    given()
        .contentType(ContentType.JSON)
        .body("{\"on\":false}")
        .post("/v1/agent/drain")
        .then()
        .statusCode(200)
        .body("mode", equalTo("ready"));
  }

  @Test
  void aDrainCanBeAwaitedAndReadinessFollows() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"on\":true,\"wait\":true,\"maintenance\":true}")
        .post("/v1/agent/drain")
        .then()
        .statusCode(200)
        .body("mode", equalTo("maintenance"));
    given()
        .baseUri(management)
        .get("/health/ready")
        .then()
        .statusCode(503)
        .body(containsString("takes no traffic: maintenance"));
    given().baseUri(management).get("/health/live").then().statusCode(200);
    given()
        .contentType(ContentType.JSON)
        .body("{\"on\":false}")
        .post("/v1/agent/drain")
        .then()
        .statusCode(200)
        .body("mode", equalTo("ready"));
    given().baseUri(management).get("/health/ready").then().statusCode(200);
  }

  @Test
  void internalQueriesAreNotForUsers() {
    given().body("?").post("/v1/queries/_hearsay.withdrawn").then().statusCode(400);
    given().body("?").post("/v1/queries/_hearsay").then().statusCode(400);
  }

  @Test
  void errorsAreProblemDocuments() {
    when()
        .get("/v1/nowhere")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("status", equalTo(404))
        .body("title", equalTo("Not Found"));
    when()
        .get("/v1/proxy")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", containsString("role=balancer"));
    when().delete("/v1/members").then().statusCode(405).contentType("application/problem+json");
    given()
        .contentType(ContentType.JSON)
        .body("{")
        .put("/v1/agent/tags")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
    given()
        .contentType(ContentType.TEXT)
        .body("x")
        .put("/v1/agent/tags")
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
    given()
        .contentType(ContentType.JSON)
        .body("{\"seeds\":[\"a b\"]}")
        .post("/v1/agent/join")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
    when()
        .delete("/v1/agent/members/nobody")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  @Test
  void aPageOfAnotherOriginChangesNothing() {
    given()
        .contentType(ContentType.JSON)
        .header("Origin", "http://evil.example")
        .body("{\"on\":true}")
        .post("/v1/agent/drain")
        .then()
        .statusCode(403);
    when().get("/v1/members").then().body("members[0].mode", equalTo("ready"));
  }

  @ParameterizedTest
  @CsvSource({
    "rebound.example:7373, 403",
    "localhost:7373, 200",
    "127.0.0.1:7373, 200",
    "[::1]:7373, 200"
  })
  void aPageReachedByAForeignHostNameChangesNothing(String host, int status) {
    given()
        .contentType(ContentType.JSON)
        .header("Host", host)
        .header("Origin", "http://" + host)
        .body("{\"on\":false}")
        .post("/v1/agent/drain")
        .then()
        .statusCode(status);
  }

  @Test
  void eventsAreStreamedAsTheyHappen() {
    var events = new CopyOnWriteArrayList<String>();
    var silence = agent.listen(e -> events.add(e.type()));
    given()
        .contentType(ContentType.JSON)
        .body("{\"set\":{\"event\":\"1\"}}")
        .put("/v1/agent/tags")
        .then()
        .statusCode(200);
    await().until(() -> events.contains("member-update"));
    silence.run();
    assertThat(events).contains("member-update");
  }

  @Test
  void anEventsPayloadIsBytes() {
    var told = new CopyOnWriteArrayList<AgentEvent>();
    var silence = agent.listen(told::add);
    var binary = new byte[] {'v', (byte) 0xff, 0, (byte) 0x80};
    given()
        .contentType("application/octet-stream")
        .body(binary)
        .post("/v1/events/deploy?coalesce=true")
        .then()
        .statusCode(202);
    await()
        .until(
            () ->
                told.stream()
                    .anyMatch(
                        e ->
                            e instanceof AgentEvent.User u
                                && u.event().payload().equals(Payload.of(binary))
                                && u.event().coalesce()));
    silence.run();
  }

  @Test
  void aQueryCanBeTargetedAndAcknowledged() {
    var here = given().body("?").post("/v1/queries/ping?node=solo&tag=role=.*&ack=true");
    assertThat(here.asString().lines())
        .containsExactly(ANSWERLESS.replace("false", "true"), ANSWERLESS);
    var nowhere = given().body("?").post("/v1/queries/ping?node=other");
    assertThat(nowhere.statusCode()).isEqualTo(200);
    assertThat(nowhere.asString()).isEmpty();
    for (var wrong : List.of("tag=role", "tag=role=[", "relay=6", "ack=maybe")) {
      given().body("?").post("/v1/queries/ping?" + wrong).then().statusCode(400);
    }
  }

  @Test
  void aUserEventIsDeliveredAndAQueryIsAnswered() {
    var told = new CopyOnWriteArrayList<String>();
    var silence = agent.listen(event -> told.add(event.type()));
    given().body("v7").post("/v1/events/deploy").then().statusCode(202);
    await().until(() -> told.contains("user"));
    silence.run();

    var answer = given().body("?").post("/v1/queries/ping").then().statusCode(200).extract();
    assertThat(answer.asString().trim()).isEqualTo(ANSWERLESS);

    given()
        .body("x".repeat(513))
        .post("/v1/events/deploy")
        .then()
        .statusCode(400)
        .body("detail", containsString("512"));
  }

  @Test
  void keysOfAClusterWithoutEncryptionAreAConflict() {
    when().get("/v1/keys").then().statusCode(409).body("detail", containsString("--keyring"));
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("op", "install", "key", "c2hvcnQ="))
        .post("/v1/keys")
        .then()
        .statusCode(409);
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("op", "burn", "key", "x"))
        .post("/v1/keys")
        .then()
        .statusCode(400)
        .body("detail", containsString("install, use or remove"));
  }

  @Test
  void theHealthChecksAreUpWithReasons() {
    for (var check : List.of("live", "ready", "started")) {
      given()
          .baseUri(management)
          .when()
          .get("/health/" + check)
          .then()
          .statusCode(200)
          .body("status", equalTo("UP"));
    }
    given()
        .baseUri(management)
        .when()
        .get("/health/ready")
        .then()
        .body("checks.name", hasItem("cluster"));
  }

  @Test
  void theMetricsCountMembers() {
    given()
        .baseUri(management)
        .when()
        .get("/metrics")
        .then()
        .statusCode(200)
        .body(containsString("hearsay_members{status=\"alive\"} 1.0"));
  }

  /** Otherwise any stranger could fill the memory. */
  @Test
  void strangersLeaveNothingBehindInTheMetrics() throws Exception {
    var gossip = agent.cluster().orElseThrow().view().local();
    var names = meters();

    for (int stranger = 0; stranger < 5; stranger++) {
      try (var socket = new DatagramSocket()) {
        socket.send(new DatagramPacket(new byte[40], 40, gossip.address(), gossip.port()));
      }
    }

    await().untilAsserted(() -> assertThat(rejected()).isGreaterThanOrEqualTo(5));
    assertThat(meters()).isEqualTo(names);
  }

  private double rejected() {
    return metrics()
        .lines()
        .filter(line -> line.startsWith("hearsay_protocol_packets_rejected_total "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .sum();
  }

  /** The names and tags of all meters about packets. */
  private Set<String> meters() {
    return metrics()
        .lines()
        .filter(line -> line.contains("udp") || line.contains("127.0.0.1"))
        .map(line -> line.replaceFirst(" [^ ]*$", ""))
        .collect(Collectors.toSet());
  }

  @Test
  void everythingThatTheProtocolCountsIsInTheMetrics() {
    assertThat(metrics().lines().filter(line -> !line.startsWith("#")))
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsAll(
            Arrays.stream(Counter.values())
                .map(c -> "hearsay_protocol_" + c.text().replaceAll("[.-]", "_") + "_total")
                .toList());
  }

  private String metrics() {
    return given().baseUri(management).when().get("/metrics").asString();
  }

  @Test
  void everyMemberAnswersOrIsNamed() {
    when()
        .get("/v1/reachability")
        .then()
        .statusCode(200)
        .body("asked", hasItem("solo"))
        .body("answered", hasItem("solo"))
        .body("missing", hasSize(0));
    when().get("/v1/reachability?millis=0").then().statusCode(400);
  }

  /** Method, path, body, status, and what the detail of the answer must name. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PUT  | /v1/agent/tags                  | []                          | 400 | object
          PUT  | /v1/agent/tags                  | {"set":1}                   | 400 | "set"
          PUT  | /v1/agent/tags                  | {"set":["a"]}               | 400 | "set"
          PUT  | /v1/agent/tags                  | {"set":{"a":null}}          | 400 | "a"
          PUT  | /v1/agent/tags                  | {"set":{"a":1}}             | 400 | "a"
          PUT  | /v1/agent/tags                  | {"delete":"x"}              | 400 | "delete"
          PUT  | /v1/agent/tags                  | {"delete":[null]}           | 400 | "delete"
          PUT  | /v1/agent/tags                  | {"sett":{}}                 | 400 | "sett"
          PUT  | /v1/agent/tags                  | {}                          | 400 | "delete"
          PUT  | /v1/agent/tags                  | {"set":{}} x                | 400 | JSON
          PUT  | /v1/agent/tags                  | {"set":{},"set":{}}         | 400 | twice
          POST | /v1/agent/join                  | {"seeds":[null]}            | 400 | "seeds"
          POST | /v1/agent/join                  | {"seeds":"a"}               | 400 | "seeds"
          POST | /v1/agent/join                  | {}                          | 400 | "seeds"
          POST | /v1/agent/drain                 | {"on":"maybe"}              | 400 | "on"
          POST | /v1/agent/drain                 | {"on":1}                    | 400 | "on"
          POST | /v1/agent/drain                 | {"on":null}                 | 400 | "on"
          POST | /v1/agent/drain                 | {"wait":true}               | 400 | "on"
          POST | /v1/agent/drain                 | {"on":true,"wait":"yes"}    | 400 | "wait"
          POST | /v1/agent/drain                 | {"on":false,"maintenance":0} | 400 | "maintenance"
          POST | /v1/agent/drain                 | {"on":true,"of":1}          | 400 | "of"
          POST | /v1/agent/drain                 | nonsense                    | 400 | JSON
          POST | /v1/keys                        | {"op":1,"key":"x"}          | 400 | "op"
          POST | /v1/keys                        | {"op":"use"}                | 400 | "key"
          POST | /v1/queries/q?millis=abc        | x                           | 400 | millis
          POST | /v1/queries/q?millis=-1         | x                           | 400 | millis
          GET  | /v1/reachability?millis=abc     |                             | 400 | millis
          DELETE | /v1/agent/members/x?prune=maybe |                           | 400 | prune
          POST | /v1/events/a%0Ab                | x                           | 400 | control
          POST | /v1/queries/a%1Bb               | x                           | 400 | control
          """)
  void aCallersMistakeIsNamed(String method, String path, String body, int status, String named) {
    var call = given().urlEncodingEnabled(false);
    if (body != null) {
      call.contentType(ContentType.JSON).body(body);
    }
    call.request(method, path)
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("detail", containsString(named));
    when().get("/v1/members").then().body("members[0].mode", equalTo("ready"));
  }

  @Test
  void anOversizedQueryIsTheCallersMistake() {
    given()
        .body("?")
        .post("/v1/queries/" + "n".repeat(200))
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("64"));
    given()
        .body("x".repeat(513))
        .post("/v1/queries/ping")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("512"));
  }

  @ParameterizedTest
  @CsvSource({
    "rebound.example:7373, none, 403",
    "127.0.0.1:7373, cross-site, 403",
    "127.0.0.1:7373, same-origin, 200",
    "127.0.0.1:7373, same-site, 200",
    "localhost:7373, none, 200"
  })
  void pagesOfOtherSitesReadNothingHere(String host, String site, int status) {
    given()
        .header("Host", host)
        .header("Sec-Fetch-Site", site)
        .get("/v1/members")
        .then()
        .statusCode(status);
    given()
        .header("Host", host)
        .header("Sec-Fetch-Site", site)
        .contentType(ContentType.JSON)
        .body("{\"on\":false}")
        .post("/v1/agent/drain")
        .then()
        .statusCode(status);
  }

  @Test
  void aLinkToTheDashboardMayBeFollowed() {
    given()
        .header("Sec-Fetch-Site", "cross-site")
        .header("Sec-Fetch-Mode", "navigate")
        .header("Sec-Fetch-Dest", "document")
        .get("/")
        .then()
        .statusCode(200);
  }

  @Test
  void aCallWithoutAHostIsAClientErrorAndNoServerError() throws Exception {
    assertThat(raw(RestAssured.port, "GET /v1/members HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json", "names no host");
  }

  @Test
  void aLargeBodyIsRefusedUnread() throws Exception {
    var head =
        "PUT /v1/agent/tags HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    assertThat(raw(RestAssured.port, head + "Content-Length: 10000000\r\n\r\n{"))
        .startsWith("HTTP/1.1 413 ")
        .contains("application/problem+json", "16384");
    var chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
    assertThat(raw(RestAssured.port, head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk))
        .startsWith("HTTP/1.1 413 ");
    given()
        .contentType(ContentType.JSON)
        .body("{\"delete\":[\"" + "x".repeat(16_000) + "\"]}")
        .put("/v1/agent/tags")
        .then()
        .statusCode(200);
  }

  @Test
  void aMissingBodyEndsItsConnection() throws Exception {
    try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
      var head = "PUT /v1/agent/tags HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.setSoTimeout(30_000);
      assertThat(ended(socket)).isTrue();
    }
  }

  @Test
  void theHealthPortTakesNoBodiesAndNothingButGetAndHead() throws Exception {
    given().baseUri(management).head("/health/live").then().statusCode(200);
    assertThat(raw(health.port(), "GET /q/health/live HTTP/1.0\r\n\r\n"))
        .contains(" 200 OK", "\"UP\"");
    for (var path : List.of("/nowhere", "/health/nowhere")) {
      given()
          .baseUri(management)
          .get(path)
          .then()
          .statusCode(404)
          .contentType("application/problem+json");
    }
    given()
        .baseUri(management)
        .post("/health/live")
        .then()
        .statusCode(405)
        .header("Allow", "GET, HEAD")
        .contentType("application/problem+json");
    assertThat(
            raw(
                health.port(),
                "GET /q/health/live HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\nx"))
        .startsWith("HTTP/1.1 413 ")
        .contains("application/problem+json");
    assertThat(
            raw(
                health.port(),
                "POST /q/health/live HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ");
  }

  @Test
  void idleConnectionsDoNotShutOutProbes() throws Exception {
    var idle = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 600; i++) {
        var socket = new Socket("127.0.0.1", health.port());
        idle.add(socket);
        socket.getOutputStream().write("GET /q/health".getBytes(US_ASCII));
      }
      given().baseUri(management).get("/health/live").then().statusCode(200);
      // The first ones were closed to make room.
      idle.getFirst().setSoTimeout(5000);
      assertThat(ended(idle.getFirst())).isTrue();
    } finally {
      for (var socket : idle) {
        socket.close();
      }
    }
  }

  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** A thousand readers come and none reads; all others still get the event immediately. */
  @Test
  void eventReadersAreBoundedAndStalledOnesDelayNobody() throws Exception {
    var sockets = new ArrayList<Socket>();
    var refused = 0;
    try {
      for (int i = 0; i < 200; i++) {
        var socket = new Socket("127.0.0.1", RestAssured.port);
        sockets.add(socket);
        socket
            .getOutputStream()
            .write("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
        var head = new byte[12];
        socket.getInputStream().readNBytes(head, 0, head.length);
        refused += new String(head, US_ASCII).endsWith("503") ? 1 : 0;
      }
      assertThat(refused).isEqualTo(200 - EventsResource.MAX_READERS);
      var told = new CopyOnWriteArrayList<String>();
      var silence = agent.listen(event -> told.add(event.type()));
      var cluster = agent.cluster().orElseThrow();
      long began = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        var unused = cluster.event("storm", Payload.of("x".repeat(500)), false);
      }
      await().until(() -> told.stream().filter("user"::equals).count() == 200);
      silence.run();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
    // Their places are free again.
    await().until(() -> raw(RestAssured.port, events(), 12).endsWith("200"));
  }

  private static String events() {
    return "GET /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  }

  private static String raw(int port, String request) throws IOException {
    return raw(port, request, 4096);
  }

  /** Sends raw bytes, and returns the answer to its end or its first {@code max} bytes. */
  private static String raw(int port, String request, int max) throws IOException {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      var answer = new byte[max];
      int length = 0;
      try {
        for (int got = 0; got >= 0 && length < max; length += Math.max(0, got)) {
          got = socket.getInputStream().read(answer, length, max - length);
        }
      } catch (IOException e) {
        // Reset: what arrived before that counts.
      }
      return new String(answer, 0, length, US_ASCII);
    }
  }
}
