package io.hearsay.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The chart's values are documented, and used. Run with {@code -Dwrite} to write the table anew.
 */
class ChartTest {
  private static final Path CHART = Path.of("deploy/chart/hearsay");
  private static final Path PAGE = CHART.resolve("README.md");
  private static final String BEGIN = "<!-- values -->\n";
  private static final String END = "<!-- end of values -->\n";

  private final ChartValues values;

  ChartTest() throws IOException {
    values = ChartValues.of(Files.readAllLines(CHART.resolve("values.yaml")));
  }

  @Test
  void everyValueIsDocumented() {
    assertThat(values.undocumented).isEmpty();
    assertThat(values.documented).hasSizeGreaterThan(35);
  }

  @Test
  void thePageHasThemAll() throws Exception {
    var page = Files.readString(PAGE);
    var head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
    var written = head + "\n" + values.table() + "\n" + page.substring(page.indexOf(END));
    if (System.getProperty("write") != null) {
      Files.writeString(PAGE, written);
    }

    assertThat(Files.readString(PAGE))
        .as("written anew by: mvn test -Dtest=ChartTest -Dwrite")
        .isEqualTo(written);
  }

  /** A value that no template reads would be set without effect. */
  @Test
  void everyValueIsUsedAndEveryUseIsAValue() throws Exception {
    String templates;
    try (var files = Files.list(CHART.resolve("templates"))) {
      templates = files.sorted().map(ChartTest::content).collect(Collectors.joining("\n"));
    }
    var used =
        Pattern.compile("\\.Values\\.([A-Za-z.]+[A-Za-z])")
            .matcher(templates)
            .results()
            .map(m -> m.group(1))
            .collect(Collectors.toSet());

    assertThat(used)
        .isEqualTo(
            values.documented.stream()
                .map(ChartValues.Documented::path)
                .collect(Collectors.toSet()));
  }

  @Test
  void aValueWithoutACommentIsFound() {
    var wrong =
        ChartValues.of(List.of("a:", "  # one", "  b: 1", "  c: 2", "# all of it", "d:", "  e: 1"));

    assertThat(wrong.undocumented).containsExactly("a.c");
    assertThat(wrong.documented)
        .containsExactly(
            new ChartValues.Documented("a.b", "1", "one"),
            new ChartValues.Documented("d", "{e: 1}", "all of it"));
  }

  /** The chart, the manifests and the program are of one version. */
  @Test
  void theVersionIsTheProgramsOwn() throws Exception {
    var pom = Files.readString(Path.of("pom.xml"));
    var matcher = Pattern.compile("\n  <version>([^<]*)</version>").matcher(pom);
    assertThat(matcher.find()).isTrue();
    var version = matcher.group(1);

    assertThat(Files.readAllLines(CHART.resolve("Chart.yaml")))
        .contains("version: " + version, "appVersion: " + version);
    for (var file : List.of("base", "components/example")) {
      assertThat(content(Path.of("deploy/kustomize", file, "kustomization.yaml")))
          .contains("newTag: " + version + "}");
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
