package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.testkit.OutsideTool;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alert rules and dashboard. {@link MetricsIT} checks that their metrics exist. */
class ObservabilityTest {
  static final Path DIR = Path.of("compose/observability");
  private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");

  private static String read(String file) throws IOException {
    return Files.readString(DIR.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check rules rules.yaml",
        "test rules rules.test.yaml",
        "check config prometheus.yaml"
      })
  void promtoolFindsNothingWrong(String command) throws Exception {
    var words = new ArrayList<>(List.of(command.split(" ")));
    words.add(DIR.resolve(words.removeLast()).toString());

    assertThat(OutsideTool.PROMTOOL.complaint("", words.toArray(String[]::new))).isEmpty();
  }

  @Test
  void everyAlertHasASeverityARemedyAndATest() throws Exception {
    var rules = read("rules.yaml");
    var names = ALERT.matcher(rules).results().map(r -> r.group(1)).toList();

    assertThat(names).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    for (var name : names) {
      var rule = rules.substring(rules.indexOf("alert: " + name + "\n")).split("\n\n", 2)[0];
      assertThat(rule).as(name).containsPattern("labels: \\{severity: (critical|warning)}");
      assertThat(rule).as(name).contains("summary: ").contains("description: ");
      assertThat(read("rules.test.yaml"))
          .as("a case in which it fires")
          .containsPattern("alertname: " + name + "\n +exp_alerts|alertname=\"" + name + "\"");
    }
  }

  @Test
  void panelsOfTheDashboardDoNotOverlap() throws Exception {
    var taken = new ArrayList<String>();
    for (var each : new JsonObject(read("grafana/hearsay.json")).getJsonArray("panels")) {
      var panel = (JsonObject) each;
      var place = panel.getJsonObject("gridPos");
      assertThat(place.getInteger("x") + place.getInteger("w")).isLessThanOrEqualTo(24);
      for (int x = 0; x < place.getInteger("w"); x++) {
        for (int y = 0; y < place.getInteger("h"); y++) {
          taken.add((place.getInteger("x") + x) + "/" + (place.getInteger("y") + y));
        }
      }
      if (!panel.getString("type").equals("row")) {
        assertThat(panel.getJsonArray("targets")).as(panel.getString("title")).isNotEmpty();
      }
    }
    assertThat(taken).hasSizeGreaterThan(100).doesNotHaveDuplicates();
  }

  /** What Grafana refuses, or shows as an empty panel without a word. */
  @Test
  void grafanaFindsEverythingThatTheDashboardRefersTo() throws Exception {
    var dashboard = new JsonObject(read("grafana/hearsay.json"));
    var source = found("uid: (\\w+)", read("grafana/datasources.yaml"));
    var ids = new ArrayList<Integer>();
    for (var each : dashboard.getJsonArray("panels")) {
      var panel = (JsonObject) each;
      var title = panel.getString("title");
      ids.add(panel.getInteger("id"));
      assertThat(panel.getString("type")).as(title).isIn("row", "stat", "timeseries");
      var letters = new ArrayList<String>();
      for (var query : panel.getJsonArray("targets", new JsonArray())) {
        var target = (JsonObject) query;
        letters.add(target.getString("refId"));
        assertThat(target.getJsonObject("datasource").getString("uid")).as(title).isEqualTo(source);
        assertThat(
                target.getString("expr").replace("$instance", "").replace("$__rate_interval", ""))
            .as(title)
            .doesNotContain("$");
      }
      assertThat(letters).as(title).doesNotHaveDuplicates();
    }
    assertThat(ids).hasSizeGreaterThan(20).doesNotContainNull().doesNotHaveDuplicates();
    var variable = dashboard.getJsonObject("templating").getJsonArray("list").getJsonObject(0);
    assertThat(variable.getString("name")).isEqualTo("instance");
    assertThat(variable.getJsonObject("datasource").getString("uid")).isEqualTo(source);
  }

  @Test
  void theComposeFileMountsWhatTheOthersName() throws Exception {
    var compose = read("compose.yaml");
    var dashboards = found("path: (/[\\w/]+)", read("grafana/dashboards.yaml"));

    assertThat(compose)
        .contains(":" + dashboards + "/hearsay.json:ro")
        .contains("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: " + dashboards + "/hearsay.json\n")
        .contains("--config.file=/etc/prometheus/prometheus.yaml\n")
        .contains("./prometheus.yaml:/etc/prometheus/prometheus.yaml:ro");
    // Relative to the configuration.
    var rules = found("rule_files: \\[([\\w.]+)]", read("prometheus.yaml"));
    assertThat(compose).contains("./" + rules + ":/etc/prometheus/" + rules + ":ro");
    var url = found("url: \"http://(\\w+):9090\"", read("grafana/datasources.yaml"));
    assertThat(compose).contains("\n  " + url + ":\n");
  }

  private static String found(String pattern, String text) {
    var match = Pattern.compile(pattern).matcher(text);
    assertThat(match.find()).as(pattern).isTrue();
    return match.group(1);
  }
}
