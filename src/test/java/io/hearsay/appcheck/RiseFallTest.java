package io.hearsay.appcheck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RiseFallTest {
  private static RiseFall after(int rise, int fall, String checks) {
    var gate = new RiseFall(rise, fall);
    for (char c : checks.toCharArray()) {
      if (c == '+') {
        gate.passed();
      } else {
        gate.failed();
      }
    }
    return gate;
  }

  @Test
  void theVeryFirstPassOpensIt() {
    assertThat(after(3, 2, "").isOpen()).isFalse();
    assertThat(after(3, 2, "---").isOpen()).isFalse();
    assertThat(after(3, 2, "---+").isOpen()).isTrue();
  }

  @Test
  void onlyFailuresInARowShutIt() {
    assertThat(after(1, 2, "+-").isOpen()).isTrue();
    assertThat(after(1, 2, "+-").isUndecided()).isTrue();
    assertThat(after(1, 2, "+-+-").isOpen()).isTrue();
    assertThat(after(1, 2, "+--").isOpen()).isFalse();
  }

  @Test
  void onlyPassesInARowOpenItAgain() {
    assertThat(after(2, 1, "+-+").isOpen()).isFalse();
    assertThat(after(2, 1, "+-+-+").isOpen()).isFalse();
    assertThat(after(2, 1, "+-++").isOpen()).isTrue();
  }
}
