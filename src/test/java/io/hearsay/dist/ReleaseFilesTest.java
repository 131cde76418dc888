package io.hearsay.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published says what it is, and nothing that others can change has a hand in it. */
class ReleaseFilesTest {
  private static final String PREFIX = "org.opencontainers.image.";

  @ParameterizedTest
  @ValueSource(strings = {"binary", "sidecar", "balancer", "jvm"})
  void eachImageSaysWhatItIs(String target) throws Exception {
    var stage =
        Arrays.stream(Files.readString(Path.of("docker/Dockerfile")).split("(?m)^FROM "))
            .filter(s -> s.lines().findFirst().orElse("").endsWith(" AS " + target))
            .findFirst()
            .orElseThrow();

    assertThat(stage).contains(PREFIX + "title=\"hearsay/" + target + "\"");
    for (var label : List.of("description", "licenses", "vendor")) {
      assertThat(stage).contains(PREFIX + label + "=\"");
    }
  }

  @Test
  void theBuildAddsWhatNoDockerfileCanKnow() throws Exception {
    var script = Files.readString(Path.of("src/build/images.sh"));

    for (var label : List.of("version", "created", "revision", "source", "url", "documentation")) {
      assertThat(script).contains("--label \"" + PREFIX + label + "=$");
    }
  }

  /** A tag can be moved to other code by whoever owns the action; a commit cannot. */
  @Test
  void everyActionIsPinnedByItsCommit() throws Exception {
    var uses = Pattern.compile("uses: (\\S+)(.*)");
    try (var files = Files.list(Path.of(".github/workflows"))) {
      var all =
          files
              .flatMap(file -> lines(file).stream())
              .map(uses::matcher)
              .filter(m -> m.find() && !m.group(1).startsWith("./"))
              .toList();

      assertThat(all).hasSizeGreaterThan(10);
      assertThat(all)
          .allSatisfy(
              m -> {
                assertThat(m.group(1)).matches("[\\w-]+/[\\w-]+@[0-9a-f]{40}");
                assertThat(m.group(2)).matches(" # v[0-9.]+");
              });
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
