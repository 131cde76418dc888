package io.hearsay.api;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import io.hearsay.agent.Agent;
import io.hearsay.config.Settings;
import io.hearsay.config.Sources;
import io.hearsay.health.HealthServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
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

/** The API and the health checks of one agent that is alone. */
@QuarkusTest
class ApiTest {
  @Inject Agent agent;

  @Inject HealthServer health;
  private String management;

  @BeforeEach
  void start() throws Exception {
    management = "http://127.0.0.1:" + health.port() + "/q";
    if (agent.cluster().isEmpty()) {
      var sources =
          new Sources(
              Map.of(
                  "name", List.of("solo"),
                  "bind", List.of("127.0.0.1:" + freePort()),
                  "tag", List.of("role=backend", "zone=a"),
                  "check", List.of("none")),
              Map.of(),
              Optional.empty());
      agent.start(Settings.of(sources, "host"));
    }
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Test
  void membersHaveTheFormOfTheContract() {
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
  void theAgentTellsOfItself() {
    when()
        .get("/v1/agent")
        .then()
        .statusCode(200)
        .body("member.name", equalTo("solo"))
        .body("role", equalTo("backend"))
        .body("joined", equalTo(true));
  }

  @Test
  void tagsAreReplacedAndSeen() {
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
  void tagsThatAreTooLargeAreRefusedInWords() {
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
  void drainIsSeen() {
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
  void aDrainIsWaitedForAndReadinessFollows() {
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
  void queriesOfHearsaysOwnAreNotForUsers() {
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
  void aPageThatWasFoundByANameChangesNothing(String host, int status) {
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
  void eventsAreToldAsTheyHappen() {
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
  void aUsersEventIsToldAndAQueryIsAnswered() {
    var told = new CopyOnWriteArrayList<String>();
    var silence = agent.listen(event -> told.add(event.type()));
    given().body("v7").post("/v1/events/deploy").then().statusCode(202);
    await().until(() -> told.contains("user"));
    silence.run();

    var answer = given().body("?").post("/v1/queries/ping").then().statusCode(200).extract();
    assertThat(answer.asString().trim()).isEqualTo("{\"member\":\"solo\",\"payload\":\"\"}");

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
  void theHealthChecksAreUpWithTheirReasons() {
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

  /** Or the memory would be any stranger's to fill. */
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

  /** Names and tags of all that is about packets. */
  private Set<String> meters() {
    return metrics()
        .lines()
        .filter(line -> line.contains("udp") || line.contains("127.0.0.1"))
        .map(line -> line.replaceFirst(" [^ ]*$", ""))
        .collect(Collectors.toSet());
  }

  private String metrics() {
    return given().baseUri(management).when().get("/metrics").asString();
  }

  @Test
  void everyMemberIsReachedOrNamed() {
    when()
        .get("/v1/reachability")
        .then()
        .statusCode(200)
        .body("asked", hasItem("solo"))
        .body("answered", hasItem("solo"))
        .body("missing", hasSize(0));
    when().get("/v1/reachability?millis=0").then().statusCode(400);
  }
}
