package io.hearsay.http.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rows a filter lets through. */
class FilterTest {
  private static final String WEB1 =
      Filter.searched(List.of("web1", "10.0.0.1:7946", "status:alive", "service:web", "zone:a"));

  @Test
  void allWordsMustMatchInAnyCase() {
    assertThat(Filter.of("WEB1 10.0.0").takes(WEB1)).isTrue();
    assertThat(Filter.of("web1 10.0.1").takes(WEB1)).isFalse();
    assertThat(Filter.of("10.0.0.1:79").takes(WEB1)).isTrue();
  }

  @Test
  void aFieldMustMatchCompletely() {
    assertThat(Filter.of("service:web").takes(WEB1)).isTrue();
    assertThat(Filter.of("service:we").takes(WEB1)).isFalse();
    assertThat(Filter.of("status:alive zone:a").takes(WEB1)).isTrue();
    assertThat(Filter.of("status:failed").takes(WEB1)).isFalse();
  }

  @Test
  void nothingLetsEverythingThrough() {
    assertThat(Filter.of(null)).isEqualTo(Filter.NONE);
    assertThat(Filter.of("  ")).isEqualTo(Filter.NONE);
    assertThat(Filter.NONE.takes(WEB1)).isTrue();
  }

  @Test
  void longFiltersAreCut() {
    assertThat(Filter.of("x".repeat(1000)).text()).hasSize(Filter.MAX_CHARACTERS);
  }
}
