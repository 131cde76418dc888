package io.hearsay.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeds as users write them. */
class HostPortTest {
  @ParameterizedTest
  @CsvSource({
    "web1, web1:7946, ''",
    "docker, docker:7946, ''",
    "docker:99, docker:99, ''",
    "[fd03::1]:99, [fd03:0:0:0:0:0:0:1]:99, ''",
    "file:/a:b, file:/a:b, ''",
    "docker:label=role, docker:label=role:7946, role",
    "docker:label=role=web:99, docker:label=role=web:99, role=web",
    "docker:label=url=http://x:99, docker:label=url=http://x:99, url=http://x",
    "docker:label=url=http://x:99:7946, docker:label=url=http://x:99:7946, url=http://x:99",
    "docker:name=web-1, docker:name=web-1:7946, web-1"
  })
  void aSeedIsReadAndShown(String text, String shown, String filter) {
    var seed = HostPort.seed(text, 7946);
    assertThat(seed.containers().map(ContainerFilter::value).orElse("")).isEqualTo(filter);
    assertThat(HostPort.seed(seed.toString(), 7946)).isEqualTo(seed);
    assertThat(seed.toString()).isEqualTo(shown.replace("fd03:0:0:0:0:0:0:1", "fd03::1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker:",
        "docker:web",
        "docker:label",
        "docker:label=",
        "docker:label==",
        "docker:name=",
        "docker:name=:7946",
        "docker:id=7",
        "docker:=web"
      })
  void containersWithoutAFilterAreRefused(String text) {
    assertThatThrownBy(() -> HostPort.seed(text, 7946))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label=KEY=VALUE or name=NAME");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docker:name=a b", "docker:label=a=b:99999", "docker:name=a\tb"})
  void otherSeedsOfContainersAreRefused(String text) {
    assertThatThrownBy(() -> HostPort.seed(text, 7946))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Or a caller of the API, or a line in a file, would have this host's files and engine read. */
  @ParameterizedTest
  @ValueSource(strings = {"docker:name=web", "docker:name=web:99", "file:a:b", "file:x"})
  void onlyASeedOfTheOperatorsMeansContainersOrAFile(String text) {
    assertThatThrownBy(() -> HostPort.parse(text, 7946))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
