package io.hearsay.http.ui;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.hearsay.agent.Agent;
import io.hearsay.config.ConfigSources;
import io.hearsay.config.Settings;
import io.hearsay.testkit.FreePort;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of a single agent, as it leaves the server. */
@QuarkusTest
class DashboardTest {
  @Inject Agent agent;

  @BeforeEach
  void start() throws Exception {
    if (agent.cluster().isPresent()) {
      return;
    }
    agent.start(
        Settings.of(
            new ConfigSources(
                Map.of(
                    "name", List.of("solo"),
                    "bind", List.of("127.0.0.1:" + FreePort.any()),
                    "tag", List.of("role=backend", "zone=a")),
                Map.of(),
                Optional.empty()),
            "host"));
  }

  private static void setTag(String json) {
    given().contentType(ContentType.JSON).body(json).put("/v1/agent/tags").then().statusCode(200);
  }

  @Test
  void thePageIsCompleteWithoutItsScript() {
    when()
        .get("/")
        .then()
        .statusCode(200)
        .contentType(startsWith("text/html"))
        .body(
            allOf(
                containsString("id=\"self\""),
                containsString("No member is a balancer"),
                containsString("data-name=\"solo\" data-status=\"alive\""),
                containsString("<b>1</b> alive"),
                containsString("no member has role=balancer"),
                containsString("name=\"filter\""),
                not(containsString("id=\"proxy\""))));
  }

  @Test
  void nothingFromElsewhereMayRunAndNobodyMayFrameIt() {
    for (var path : List.of("/", "/ui/dashboard.js", "/ui/dashboard.css", "/ui/icon.svg")) {
      when()
          .get(path)
          .then()
          .statusCode(200)
          .header(
              "Content-Security-Policy",
              allOf(
                  startsWith("default-src 'none'"),
                  containsString("frame-ancestors 'none'"),
                  not(containsString("unsafe"))))
          .header("X-Content-Type-Options", equalTo("nosniff"));
    }
    when()
        .get("/")
        .then()
        .header("Cache-Control", equalTo("no-store"))
        .body(not(matchesPattern("(?is).*(<script>|style=|\\son[a-z]+=|https?://).*")));
  }

  @Test
  void assetsAreCachedAndOtherFilesAreNotServed() {
    var tag = when().get("/ui/dashboard.js").then().extract().header("ETag");
    given().header("If-None-Match", tag).get("/ui/dashboard.js").then().statusCode(304);
    when().get("/ui/application.properties").then().statusCode(404);
    when().get("/ui/..%2fapplication.properties").then().statusCode(404);
  }

  @Test
  void anUnchangedPageIsNotSentAgain() {
    await()
        .untilAsserted(
            () -> {
              var tag = when().get("/").then().statusCode(200).extract().header("ETag");
              given().header("If-None-Match", tag).get("/").then().statusCode(304);
            });
    var tag = when().get("/").then().extract().header("ETag");
    setTag("{\"set\":{\"fresh\":\"1\"}}");
    await()
        .untilAsserted(() -> given().header("If-None-Match", tag).get("/").then().statusCode(200));
    setTag("{\"delete\":[\"fresh\"]}");
  }

  @Test
  void eachMemberHasAPageAndAnUnknownNameHasNone() {
    when()
        .get("/ui/members/solo")
        .then()
        .statusCode(200)
        .body(
            allOf(
                containsString("Why <bdi>solo</bdi> is where it is"),
                containsString("href=\"../../ui/dashboard.css\"")));
    given()
        .urlEncodingEnabled(false)
        .get("/ui/members/%3Cb%3Ex")
        .then()
        .statusCode(404)
        .body(containsString("&lt;b&gt;x"));
    when().get("/ui/members?filter=nobody").then().statusCode(200).body(containsString("None."));
    when()
        .get("/?filter=solo")
        .then()
        .body(allOf(containsString("1 of 1 members"), containsString("value=\"solo\"")));
  }

  @Test
  void hostileTagsAreShownAndDoNothing() {
    setTag(
        "{\"set\":{\"evil\":\"<script>alert(1)</script>\",\"q\":\"\\\"'&\",\"r\":\"a\\u202eb\"}}");
    try {
      when()
          .get("/")
          .then()
          .body(
              allOf(
                  containsString("&lt;script&gt;alert(1)&lt;/script&gt;"),
                  containsString("&quot;&#39;&amp;"),
                  containsString("a⟨U+202E⟩b"),
                  not(containsString("<script>")),
                  not(containsString("\u202e"))));
    } finally {
      setTag("{\"delete\":[\"evil\",\"q\",\"r\"]}");
    }
  }

  @Test
  void eventsAreInTheLog() {
    setTag("{\"set\":{\"logged\":\"<i>\"}}");
    await()
        .untilAsserted(() -> when().get("/").then().body(containsString("tag logged=&lt;i&gt;")));
    setTag("{\"delete\":[\"logged\"]}");
    await().untilAsserted(() -> when().get("/").then().body(containsString("tag logged removed")));
  }
}
