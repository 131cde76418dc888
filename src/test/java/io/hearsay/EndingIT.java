package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.testkit.Started;
import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How the packaged program ends, whatever hangs. For signals at any moment see {@link
 * SignalMomentsIT}.
 */
@ParameterizedClass
@MethodSource("subjects")
class EndingIT {
  /** The default of hearsay.stop.total, plus a margin for a busy machine. */
  private static final Duration STOP = Duration.ofSeconds(10);

  @TempDir Path dir;
  private final Subject subject;
  private final Started started = new Started();

  EndingIT(Subject subject) {
    this.subject = subject;
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  @AfterEach
  void end() {
    started.close();
  }

  private Process start(List<String> command) throws IOException {
    return started.start(command, dir);
  }

  private String log() throws IOException {
    return started.log();
  }

  private static String get(String url) throws IOException {
    var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(2000);
    connection.setReadTimeout(2000);
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean isUp(String ip) {
    try {
      return get("http://" + ip + ":17374/q/health/started").contains("UP");
    } catch (IOException e) {
      return false;
    }
  }

  private static void awaitUp(String ip) {
    await().atMost(30, TimeUnit.SECONDS).until(() -> isUp(ip));
  }

  private static boolean lives(String pid) {
    return ProcessHandle.of(Long.parseLong(pid.trim())).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void aSigintThatWasInheritedAsIgnoredEndsIt() throws Exception {
    var pid = dir.resolve("pid");
    var command = subject.agent("background", "127.13.7.4");
    var all = new ArrayList<>(List.of("sh", "-c", "\"$@\" & echo $! > " + pid + "; wait $!", "sh"));
    all.addAll(command);
    var shell = start(all);
    awaitUp("127.13.7.4");
    Subject.signal("INT", Long.parseLong(Files.readString(pid).trim()));
    assertThat(shell.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)).as(log()).isTrue();
    assertThat(shell.exitValue()).isZero();
    assertThat(log()).contains("left");
  }

  /**
   * A pipe that nobody reads is full before the agent starts; then another member comes and goes.
   */
  @Test
  void aLogThatNobodyReadsBlocksNothing() throws Exception {
    var pipe = dir.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    var all =
        new ArrayList<>(
            List.of("sh", "-c", "exec 3<>$0; yes >&3 & sleep 1; kill $!; exec \"$@\" >&3 2>&3"));
    all.add(pipe.toString());
    all.addAll(subject.agent("muted", "127.13.7.5", "--", "sleep", "1000"));
    var muted = start(all);
    awaitUp("127.13.7.5");
    var other = start(subject.agent("other", "127.13.7.6", "--join", "127.13.7.5:17946"));
    awaitUp("127.13.7.6");
    await()
        .atMost(20, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(get("http://127.13.7.6:17373/v1/members"))
                    .contains("\"muted\"")
                    .doesNotContain("\"suspect\""));
    Subject.signal("TERM", other.pid());
    assertThat(other.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(isUp("127.13.7.5")).isTrue();
    long began = System.nanoTime();
    Subject.signal("TERM", muted.pid());
    assertThat(muted.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    assertThat(muted.exitValue()).isEqualTo(143);
  }

  /** The address that is taken is named with its option; the other address is not. */
  @ParameterizedTest
  @CsvSource({"17373,--http,--health", "17374,--health,--http"})
  void aPortThatIsTakenIsNamedWithItsOption(int port, String option, String other)
      throws Exception {
    try (var taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress("127.13.7.10", port));
      var process = start(subject.agent("late", "127.13.7.10"));
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(log()).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(log())
          .contains("cannot listen on " + option + " 127.13.7.10:" + port)
          .doesNotContain(other + " 127.13.7.10");
    }
  }

  /** The application is stopped, so that only SIGKILL can end it. */
  @Test
  void anApplicationThatDoesNotEndIsKilledWithinTheWholeLimit() throws Exception {
    var pid = dir.resolve("pid");
    var stuck = "trap '' TERM; echo $$ > " + pid + "; while :; do sleep 0.05; done";
    var command =
        new ArrayList<>(List.of("env", "HEARSAY_STOP_TOTAL=2s", "HEARSAY_SUPERVISE_STOP=60s"));
    command.addAll(subject.agent("stuck", "127.13.7.8", "--", "sh", "-c", stuck));
    var process = start(command);
    await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(pid) && isUp("127.13.7.8"));
    assertThat(endedWithin(process, Duration.ofSeconds(4))).isEqualTo(137);
    assertThat(lives(Files.readString(pid))).isFalse();
  }

  /** A configuration check that hangs, and a pipeline that would wait a minute for it. */
  @Test
  void aStopEndsAtItsLimitWhateverHangs() throws Exception {
    var pid = dir.resolve("pid");
    var haproxy =
        Files.writeString(
            dir.resolve("haproxy"),
            "#!/bin/sh\n"
                + "case $1 in -v*) echo 'HAProxy version 2.6.12-1 2023/01/01';; "
                + ("*) echo $$ > " + pid + "; exec sleep 1000;; esac\n"));
    Files.setPosixFilePermissions(haproxy, PosixFilePermissions.fromString("rwx------"));
    var command =
        new ArrayList<>(List.of("env", "HEARSAY_STOP_TOTAL=2s", "HEARSAY_STOP_HAPROXY=60s"));
    command.addAll(
        subject.agent(
            "hung",
            "127.13.7.9",
            "--role",
            "balancer",
            "--haproxy",
            haproxy.toString(),
            "--haproxy-config",
            dir.resolve("haproxy.cfg").toString()));
    var process = start(command);
    await().atMost(30, TimeUnit.SECONDS).until(() -> Files.exists(pid) && isUp("127.13.7.9"));
    assertThat(endedWithin(process, Duration.ofSeconds(4))).as(log()).isEqualTo(1);
    assertThat(log()).contains("hearsay.stop.total");
    await().until(() -> !lives(Files.readString(pid)));
  }

  private int endedWithin(Process process, Duration limit) throws Exception {
    long began = System.nanoTime();
    Subject.signal("TERM", process.pid());
    assertThat(process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)).as(log()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).as(log()).isLessThan(limit);
    return process.exitValue();
  }
}
