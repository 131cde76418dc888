package io.hearsay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each promise in SECURITY.adoc names its tests, and the tests exist. */
class PromisesTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]*(?:Test|IT))`");

  private static List<String> promises() throws IOException {
    var text = Files.readString(Path.of("SECURITY.adoc"));
    int from = text.indexOf("\n== What is promised");
    int to = text.indexOf("\n== What is not promised");
    assertThat(from).isNotNegative().isLessThan(to);
    return Arrays.stream(text.substring(from, to).split("\n"))
        .filter(line -> line.startsWith("* "))
        .toList();
  }

  @Test
  void eachPromiseNamesItsTests() throws IOException {
    assertThat(promises()).hasSizeGreaterThan(10).allMatch(p -> TEST.matcher(p).find());
  }

  @Test
  void eachTestThatIsNamedExists() throws IOException {
    List<String> there;
    try (var files = Files.walk(Path.of("src/test/java"))) {
      there =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".java"))
              .map(f -> f.replace(".java", ""))
              .toList();
    }
    var named =
        TEST.matcher(Files.readString(Path.of("SECURITY.adoc")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertThat(there).containsAll(named);
  }

  /** Limits that are set for Quarkus rather than in our code. */
  @Test
  void theLimitsOfTheApiAreThoseThatAreSet() throws IOException {
    var properties = new java.util.Properties();
    try (var in = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
      properties.load(in);
    }
    assertThat(properties)
        .containsEntry("quarkus.http.limits.max-body-size", "16K")
        .containsEntry("quarkus.http.limits.max-connections", "512")
        .containsEntry("quarkus.http.idle-timeout", "120s");
    var api = promises().stream().filter(p -> p.contains("Callers cost little")).findFirst();
    assertThat(api.orElseThrow()).contains("16 KiB", "512 connections", "2 minutes");
  }

  /** Running out of memory has no test of its own: the virtual machine keeps that promise. */
  @Test
  void outOfMemoryEndsTheBinaryAndTheJar() throws IOException {
    assertThat(Files.readString(Path.of("src/main/resources/application.properties")))
        .contains("-R:+ExitOnOutOfMemoryError");
    assertThat(Files.readString(Path.of("src/build/launcher.sh")))
        .contains("-XX:+ExitOnOutOfMemoryError");
  }
}
