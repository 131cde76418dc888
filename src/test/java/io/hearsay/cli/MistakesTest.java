package io.hearsay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.agent.Agent;
import io.hearsay.config.ConfigSources;
import io.hearsay.config.InvalidSettings;
import io.hearsay.config.Settings;
import io.hearsay.testkit.FreePort;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes every mistake of {@link Mistakes} at a running agent. */
@QuarkusTest
class MistakesTest {
  private static final int LEAST = 60;

  @Inject Agent agent;
  @TempDir Path dir;
  private String nowhere;

  @BeforeEach
  void start() throws Exception {
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
    nowhere = "127.0.0.1:" + FreePort.any();
    Mistakes.files(dir);
  }

  private Mistakes.Ended run(List<String> arguments) {
    var words =
        Mistakes.words(arguments, "127.0.0.1:" + RestAssured.port, nowhere, dir)
            .toArray(String[]::new);
    var out = new StringWriter();
    var err = new StringWriter();
    var errors = new PrintWriter(err, true);
    var line =
        CommandTree.root(
            parsed -> {
              try {
                var unused = AgentArguments.settings(AgentArguments.sources(parsed, Map.of()));
                return ExitCode.OK;
              } catch (InvalidSettings e) {
                e.problems().forEach(problem -> errors.println("hearsay: " + problem));
                return ExitCode.USAGE;
              }
            },
            words);
    line.setOut(new PrintWriter(out, true));
    line.setErr(errors);
    return new Mistakes.Ended(line.execute(words), out.toString(), err.toString());
  }

  @Test
  void everyMistakeIsRefusedWithItsCauseAndARemedy() {
    var wrong = new ArrayList<String>();
    for (var mistake : Mistakes.typed()) {
      wrong.addAll(mistake.wrong(run(mistake.arguments())));
    }
    for (var mistake : Mistakes.sent()) {
      var answer =
          RestAssured.given()
              .contentType(ContentType.JSON)
              .body(mistake.body())
              .request(mistake.method(), mistake.path());
      wrong.addAll(
          mistake.wrong(answer.statusCode(), answer.contentType(), answer.body().asString()));
    }
    System.out.printf(
        "mistakes: %d on the command line, %d in JSON, %d findings%n",
        Mistakes.typed().size(), Mistakes.sent().size(), wrong.size());
    assertThat(Mistakes.typed().size()).isGreaterThanOrEqualTo(LEAST);
    assertThat(wrong).isEmpty();
    var self = agent.cluster().orElseThrow().view().local();
    assertThat(self.mode().text()).as("nothing was changed").isEqualTo("ready");
    assertThat(self.tags().get("weight")).isEmpty();
  }

  @Test
  void otherGrammarsAreAcceptedOnRequest() {
    assertThat(run(words("agent --force --tag weight=heavy --role balancr")).code()).isZero();
    assertThat(run(words("agent --tag colour=#f00 --tag release=[1]")).code()).isZero();
    assertThat(run(words("tags --http $API --set weight=heavy --force")).code()).isZero();
    assertThat(agent.cluster().orElseThrow().view().local().tags().get("weight")).hasValue("heavy");
    assertThat(run(words("tags --http $API --delete weight")).code()).isZero();
    RestAssured.given()
        .contentType(ContentType.JSON)
        .body("{\"set\":{\"zone\":\"a b\"}}")
        .put("/v1/agent/tags?force=true")
        .then()
        .statusCode(200);
    assertThat(run(words("tags --http $API --set zone=a")).code()).isZero();
  }

  @Test
  void helpAndVersionAnswerToAllTheirNames() {
    assertThat(run(words("--version")).out()).isEqualTo(run(words("version")).out());
    assertThat(run(words("-V")).out()).isEqualTo(run(words("version")).out());
    assertThat(run(words("help")).out()).contains("Usage: hearsay", "members", "agent");
    assertThat(run(words("help members")).out()).isEqualTo(run(words("members --help")).out());
    assertThat(run(words("version --format json")).out()).contains("{\"version\":\"");
  }

  @Test
  void everyVerbWithOutputHasItInJsonToo() {
    for (var line :
        List.of(
            "members",
            "info",
            "tags --set json=1",
            "tags --delete json",
            "drain",
            "drain --off",
            "event deploy v1",
            "reachability")) {
      var ended = run(words(line + " --http $API --format json"));
      assertThat(ended.code()).as(line).isZero();
      assertThat(Json.parse(ended.out()).isEmpty()).as(line).isFalse();
    }
  }

  @Test
  void aTableHasAHeaderOnRequest() {
    var plain = run(words("members --http $API")).out();
    var headed = run(words("members --http $API --header")).out();
    assertThat(headed.lines().findFirst().orElseThrow()).startsWith("NAME").endsWith("TAGS");
    assertThat(headed.lines().count()).isEqualTo(plain.lines().count() + 1);
  }

  private static List<String> words(String line) {
    return List.of(line.split(" ", -1));
  }
}
