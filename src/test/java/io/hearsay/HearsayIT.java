package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged program: the jar, and the native binary if it exists. */
@ParameterizedClass
@MethodSource("subjects")
class HearsayIT {
  private final Subject subject;
  @TempDir Path dir;

  HearsayIT(Subject subject) {
    this.subject = subject;
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  private record Ended(int code, String said) {}

  private Ended run(String... arguments) throws IOException, InterruptedException {
    var log = dir.resolve("log");
    var process = Subject.start(subject.with(List.of(arguments)), log);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(log));
  }

  private Ended agentOver(String... command) throws IOException, InterruptedException {
    var all = new ArrayList<>(subject.agent("it", "127.13.8.1", "--"));
    all.addAll(List.of(command));
    var log = dir.resolve("log");
    var process = Subject.start(all, log);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(log));
  }

  @Test
  void printsItsVersion() throws Exception {
    assertThat(run("version").said()).containsPattern("[0-9]+\\.[0-9]+\\.[0-9]+");
  }

  @Test
  void withoutAnAgentTheExitCodeIsThree() throws Exception {
    var ended = run("members", "--http", "127.0.0.1:1");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.said()).contains("127.0.0.1:1");
  }

  @Test
  void allWrongSettingsAreReportedTogether() throws Exception {
    var ended = run("agent", "--bind", "nonsense", "--profile", "speedy");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.said()).contains("--bind").contains("--profile");
  }

  @Test
  void theApplicationsExitCodeIsOurs() throws Exception {
    var ended = agentOver("sh", "-c", "echo the application says $1; exit 7", "--", "hello");
    assertThat(ended.code()).as(ended.said()).isEqualTo(7);
    assertThat(ended.said()).contains("the application says hello");
  }

  @Test
  void theApplicationGetsAllItsArguments() throws Exception {
    var options = new String[] {"-Xmx32m", "-Dkey=value", "-XX:+UseSerialGC", "-Xss256k"};
    var command = new ArrayList<>(List.of("sh", "-c", "echo \"it was given $*\"", "--"));
    command.addAll(List.of(options));
    var ended = agentOver(command.toArray(String[]::new));
    assertThat(ended.code()).as(ended.said()).isZero();
    assertThat(ended.said()).contains("it was given " + String.join(" ", options));
  }

  @Test
  void aSignalEndsTheApplicationAndUs() throws Exception {
    var ended = agentOver("sh", "-c", "kill -TERM $PPID; exec sleep 60");
    assertThat(ended.code()).as(ended.said()).isEqualTo(143);
    assertThat(ended.said()).contains("left");
  }

  /** What it still has to say is lost, which must not change how it ends. */
  @Test
  void aLogThatIsClosedDoesNotEndIt() throws Exception {
    var command = subject.agent("it", "127.13.8.1");
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var log = process.inputReader()) {
      assertThat(log.lines().anyMatch(line -> line.contains("is up"))).isTrue();
    }
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void aCommandStandsAfterTheDashes() throws Exception {
    var ended = run("agent", "sleep");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.said()).contains("after --");
  }
}
