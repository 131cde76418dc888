package io.hearsay.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.documents.GeneratedPage;
import io.hearsay.option.Option;
import io.hearsay.option.OptionGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of all settings; run with {@code -Dwrite} to regenerate it. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("docs/configuration.adoc");

  private static Stream<OptionGroup> groups() {
    return Stream.concat(Options.GROUPS.stream(), Options.GROUPS_OF_EACH.stream());
  }

  @Test
  void thePageIsWhatTheDeclarationsGive() throws Exception {
    GeneratedPage.hold(PAGE, ConfigurationPage.text(), "ConfigurationPageTest");
  }

  @Test
  void everyOptionIsDeclaredOnceAndHasAMeaning() {
    assertThat(Options.all()).extracting(Option::key).doesNotHaveDuplicates();
    assertThat(groups().flatMap(group -> group.options().stream()))
        .hasSizeGreaterThan(60)
        .allSatisfy(
            option -> {
              assertThat(option.help()).as(option.key()).isNotBlank().doesNotEndWith(".");
              assertThat(option.type().name()).as(option.key()).isNotBlank();
              assertThat(option.since()).as(option.key()).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
              assertThat(option.byDefault().isEmpty() || option.otherwise().isEmpty())
                  .as("%s has one default", option.key())
                  .isTrue();
            });
  }

  /** A default or an example that its own type refuses would otherwise fail at the user's site. */
  @Test
  void everyDefaultAndExampleIsValid() {
    groups()
        .flatMap(group -> group.options().stream())
        .flatMap(
            option -> Stream.of(option.byDefault(), option.example()).map(t -> given(option, t)))
        .flatMap(Optional::stream)
        .forEach(wrong -> assertThat(wrong).isEmpty());
  }

  private static Optional<String> given(Option<?> option, String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var wrong = new StringBuilder();
    option
        .type()
        .read(option.type().split(text), (value, what) -> wrong.append(option).append(what));
    return Optional.of(wrong.toString());
  }

  /** All sources of an option yield the same value: its variable is read as its flag is. */
  @Test
  void everyOptionIsReadFromTheEnvironment() {
    for (var option : Options.all()) {
      var sources = new ConfigSources(Map.of(), Map.of(option.variable(), "x"), Optional.empty());

      assertThat(sources.warnings()).as(option.variable()).isEmpty();
      assertThat(sources.get(option).orElseThrow().values()).isEqualTo(List.of("x"));
    }
  }
}
