package io.hearsay.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What scripts and commands see in the situations of a cluster's life, compared with what they saw
 * with Serf 0.8.2: {@code contract.txt} was recorded there, by this program with {@code
 * -Dserf.program=serf}. Where Hearsay differs on purpose, {@code differences.txt} has its own text
 * and the reason.
 */
class SerfContractIT {
  private static final Path DIRECTORY = Path.of("src/test/resources/serf");
  private static final Path CONTRACT = DIRECTORY.resolve("contract.txt");
  private static final Path DIFFERENCES = DIRECTORY.resolve("differences.txt");
  private static final String REASON = "# Reason: ";
  private static final int MOST_DIFFERENCES = 5;

  /** Serf coalesces what comes within three seconds. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path temp;

  @Test
  void scriptsAndCommandsSeeWhatTheySeeUnderSerf() throws Exception {
    var serf = System.getProperty("serf.program", "");
    if (!serf.isEmpty()) {
      record(List.of(serf));
      return;
    }
    var expected = read(CONTRACT);
    var differences = read(DIFFERENCES);
    assertThat(Files.readAllLines(DIFFERENCES).stream().filter(l -> l.startsWith(REASON)))
        .hasSizeBetween(1, MOST_DIFFERENCES);
    assertThat(expected.keySet()).containsAll(differences.keySet());
    expected.putAll(differences);
    for (var subject : Subject.all()) {
      var found = run(subject, expected);
      assertThat(text(found)).as(subject.name()).isEqualTo(text(expected));
    }
  }

  private Map<String, List<String>> run(Subject subject, Map<String, List<String>> expected)
      throws Exception {
    var found = new LinkedHashMap<String, List<String>>();
    var directory = Files.createDirectory(temp.resolve(subject.name()));
    try (var cluster = new SerfCluster(subject.with(List.of("serf-compat")), directory)) {
      for (var situation : SerfSituations.all()) {
        var lines = expected.getOrDefault(situation.name(), List.of());
        var said = situation.action().run(cluster);
        int calls = (int) lines.stream().filter(line -> line.startsWith("a")).count();
        // Not a failure at the limit: the comparison shows which calls are missing.
        Await.holds(LIMIT, () -> cluster.calls() >= calls);
        found.put(situation.name(), outcome(cluster, said));
      }
    }
    return found;
  }

  private void record(List<String> program) throws Exception {
    var found = new LinkedHashMap<String, List<String>>();
    try (var cluster = new SerfCluster(program, Files.createDirectory(temp.resolve("serf")))) {
      for (var situation : SerfSituations.all()) {
        var said = situation.action().run(cluster);
        int before = -1;
        while (before < cluster.calls()) {
          before = cluster.calls();
          Thread.sleep(QUIET.toMillis());
        }
        found.put(situation.name(), outcome(cluster, said));
      }
    }
    Files.createDirectories(DIRECTORY);
    Files.writeString(CONTRACT, text(found));
  }

  private static List<String> outcome(SerfCluster cluster, String said) throws IOException {
    var lines = new ArrayList<>(cluster.told());
    cluster.forget();
    said.lines().map(line -> "| " + line).forEach(lines::add);
    return lines;
  }

  private static String text(Map<String, List<String>> situations) {
    var text = new StringBuilder();
    situations.forEach(
        (name, lines) -> {
          text.append("== ").append(name).append('\n');
          lines.forEach(line -> text.append(line).append('\n'));
        });
    return text.toString();
  }

  /** Lines that begin with {@code #} give the reasons. */
  private static Map<String, List<String>> read(Path file) throws IOException {
    var situations = new LinkedHashMap<String, List<String>>();
    List<String> lines = new ArrayList<>();
    for (var line : Files.readAllLines(file)) {
      if (line.startsWith("== ")) {
        lines = new ArrayList<>();
        situations.put(line.substring(3), lines);
      } else if (!line.startsWith("#")) {
        lines.add(line);
      }
    }
    return situations;
  }
}
