package io.hearsay.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hearsay.broken.Told.Signs;
import io.hearsay.testkit.Started;
import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An agent that cannot join: it reports each unusable seed in the verdict of its page, by the
 * readiness check, as an event, in the metrics and in its log, with cause and remedy, and takes it
 * back once it has joined. Prints how long each took from its first answer on.
 */
@ParameterizedClass
@MethodSource("subjects")
class NotJoinedIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Subject subject;
  private final String seed;
  private final String comer;
  private final Started started = new Started();
  @TempDir Path dir;

  NotJoinedIT(Subject subject) {
    this.subject = subject;
    var network = "127.62." + (subject.name().equals("jar") ? 3 : 4) + ".";
    seed = network + "1";
    comer = network + "2";
  }

  static List<Subject> subjects() {
    return Subject.all();
  }

  @BeforeEach
  void startSeed() throws Exception {
    try (var told = agent("seed", seed, "--keyring", keyring(1).toString(), "--label", "blue")) {
      await().atMost(LIMIT).until(told::answers);
    }
  }

  @AfterEach
  void stop() {
    started.close();
  }

  /** A keyring with one key, which depends on the number only. */
  private Path keyring(int number) throws IOException {
    var file = dir.resolve("keyring-" + number);
    var key = new byte[32];
    key[0] = (byte) number;
    Files.writeString(file, Base64.getEncoder().encodeToString(key) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private Told agent(String name, String ip, String... more) throws IOException {
    var directory = Files.createDirectories(dir.resolve(name + "-" + System.nanoTime()));
    var command = new ArrayList<>(List.of("agent", "--name", name, "--check", "none"));
    command.addAll(List.of("--bind", ip + ":7946", "--http", ip + ":7373"));
    command.addAll(List.of("--health", ip + ":7374"));
    command.addAll(List.of(more));
    started.start(subject.with(command), directory);
    try (var logs = Files.list(directory)) {
      return new Told(ip, logs.findFirst().orElseThrow());
    }
  }

  private void report(String what, Told told, Signs signs) throws IOException {
    await().atMost(LIMIT).until(told::answers);
    told.listen();
    report(what, told.await(signs));
    assertThat(told.readiness()).contains("\"DOWN\"");
  }

  private void report(String what, Map<String, Long> times) {
    System.out.printf(
        "broken situations, %s: ms until reported%n  %-40s %s%n", subject.name(), what, times);
  }

  @Test
  void anotherKey() throws Exception {
    try (var told =
        agent(
            "web", comer, "--join", seed, "--keyring", keyring(2).toString(), "--label", "blue")) {
      report(
          "another key",
          told,
          new Signs(
              "not-joined",
              "the key or the label is another",
              "compare hearsay keys",
              "the key or the label is another"));
    }
    theSeedSays("a key that this member does not have", "wrong-key");
  }

  @Test
  void anotherLabel() throws Exception {
    try (var told =
        agent("web", comer, "--join", seed, "--keyring", keyring(1).toString(), "--label", "red")) {
      report(
          "another label",
          told,
          new Signs(
              "not-joined",
              "the key or the label is another",
              "compare hearsay keys --list and --label",
              "the key or the label is another"));
    }
    theSeedSays("its --label is not this member's", "label");
  }

  /** The side that is asked has a line in its log as well, and counts. */
  private void theSeedSays(String why, String reason) throws IOException {
    try (var logs = Files.walk(dir)) {
      var log =
          logs.filter(p -> p.getParent().getFileName().toString().startsWith("seed"))
              .findFirst()
              .orElseThrow();
      try (var told = new Told(seed, log)) {
        await()
            .atMost(LIMIT)
            .untilAsserted(
                () -> {
                  assertThat(told.log()).contains("refused: " + comer, why);
                  assertThat(told.metrics())
                      .containsPattern("joins_refused_total\\{.*\"" + reason + "\"\\} [1-9]");
                });
      }
    }
  }

  @Test
  void aNameThatDoesNotResolve() throws Exception {
    try (var told = agent("web", comer, "--join", "no.such.host.invalid")) {
      report(
          "a seed whose name does not resolve",
          told,
          new Signs(
              "not-joined", "its name does not resolve", "is it spelt right", "does not resolve"));
    }
  }

  @Test
  void aSeedThatComesUpLaterIsNoFindingAnyMore() throws Exception {
    var later = seed.replaceFirst("1$", "3");
    try (var told = agent("web", comer, "--join", later)) {
      report(
          "a seed where nobody listens",
          told,
          new Signs("not-joined", "no agent listens there", "is it up", "refuses the connection"));
      told.mark();
      try (var other = agent("other", later)) {
        await().atMost(LIMIT).until(() -> told.events().contains("finding-over"));
        assertThat(other.answers()).isTrue();
      }
      assertThat(told.metrics())
          .containsPattern("hearsay_findings\\{kind=\"not-joined\",level=\"look\"\\} 0.0");
      await().atMost(LIMIT).until(told::isReady);
    }
  }
}
