package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.testkit.Http;
import io.hearsay.testkit.Subject;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a balancer logs, with the jar and with the binary. */
@ParameterizedClass
@MethodSource("subjects")
class LogIT {
  private static final String IP = "127.63.2.1";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Pattern TEXT =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)"
              + " (ERROR|WARN |INFO |DEBUG) [\\w.]+  .*");
  private static final Pattern HAPROXY =
      Pattern.compile("<\\d+>1 \\d{4}-\\d\\d-\\d\\dT[\\d:.]+[+-]\\d\\d:\\d\\d \\S+ haproxy .*");

  private final Subject subject;
  private final Http http = new Http(Duration.ofSeconds(10));
  @TempDir Path dir;
  private Process agent;

  LogIT(Subject subject) {
    this.subject = subject;
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  @AfterEach
  void end() throws InterruptedException {
    agent.destroy();
    if (!agent.waitFor(20, TimeUnit.SECONDS)) {
      agent.destroyForcibly().waitFor();
    }
  }

  private void start(String more) throws IOException {
    Files.writeString(
        settings(),
        "hearsay.balancer.frontend=%s:18080\nhearsay.balancer.stats=%s:18404\n%s\n"
            .formatted(IP, IP, more));
    agent =
        Subject.start(
            subject.agent(
                "lb",
                IP,
                "--role",
                "balancer",
                "--config",
                settings().toString(),
                "--haproxy-config",
                dir.resolve("haproxy.cfg").toString()),
            log());
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(() -> http.get("http://" + IP + ":17374/q/health/ready").statusCode() == 200);
  }

  private Path settings() {
    return dir.resolve("lb.properties");
  }

  private Path log() {
    return dir.resolve("log");
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(log()).stream().filter(l -> !l.startsWith("hearsay: ")).toList();
  }

  private String level() throws IOException {
    return http.body("GET", "http://" + IP + ":17373/v1/agent/log", "");
  }

  private void demand(String level) throws IOException {
    http.body(
        "PUT",
        "http://" + IP + ":17373/v1/agent/log",
        "{\"level\":\"" + level + "\"}",
        "Content-Type",
        "application/json");
  }

  /** HAProxy reports servers that are down, and its own end, on the same standard output. */
  @Test
  void eachLineHasDateAndZoneAndHaproxysLinesAreMarked() throws Exception {
    start("");
    agent.destroy();
    assertThat(agent.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(lines()).hasSizeGreaterThan(3);
    assertThat(lines())
        .allMatch(line -> TEXT.matcher(line).matches() || HAPROXY.matcher(line).matches());
    assertThat(lines()).anyMatch(line -> HAPROXY.matcher(line).matches());
  }

  @Test
  void linesAreJsonOnRequest() throws Exception {
    start("hearsay.log.format=json");

    var ours = lines().stream().filter(l -> !HAPROXY.matcher(l).matches()).toList();
    assertThat(ours).hasSizeGreaterThan(2);
    for (var line : ours) {
      var json = new JsonObject(line);
      assertThat(OffsetDateTime.parse(json.getString("timestamp"))).isNotNull();
      assertThat(json.getString("member")).isEqualTo("lb");
      assertThat(json.getString("level")).isIn("INFO", "WARN");
    }
    assertThat(ours).anyMatch(line -> line.contains("lb is up"));
  }

  @Test
  void theLevelChangesAtRunTimeAndSighupReadsItAgain() throws Exception {
    start("hearsay.log.level=warn");
    assertThat(level()).isEqualTo("{\"level\":\"warn\"}");
    assertThat(lines()).noneMatch(line -> line.contains(" INFO "));

    demand("debug");
    assertThat(level()).isEqualTo("{\"level\":\"debug\"}");
    http.body("POST", "http://" + IP + ":17373/v1/proxy/reload", "");
    // What the old process writes to its standard error is logged at this level only.
    await()
        .untilAsserted(
            () -> assertThat(lines()).anyMatch(line -> line.contains(" DEBUG haproxy ")));

    Files.writeString(
        settings(), Files.readString(settings()).replace("level=warn", "level=error"));
    Subject.signal("HUP", agent.pid());
    await().untilAsserted(() -> assertThat(level()).isEqualTo("{\"level\":\"error\"}"));
  }
}
