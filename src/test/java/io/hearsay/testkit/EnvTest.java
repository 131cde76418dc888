package io.hearsay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvTest {
  private static Env env(String value) {
    return new Env(Map.of("ROWS", value));
  }

  @Test
  void numbersAreSeparatedByBlanksOrCommas() {
    assertThat(env(" 3, 1 3").numbers("ROWS", 1, 5)).containsExactly(1, 3);
  }

  @Test
  void anEmptySelectionMeansAll() {
    assertThat(env("").numbersOrAll("ROWS", 3, 5)).containsExactly(3, 4, 5);
    assertThat(env("4").numbersOrAll("ROWS", 3, 5)).containsExactly(4);
  }

  @Test
  void anEmptyVariableCountsAsUnset() {
    assertThat(env(" ").number("ROWS", 7, 1, 9)).isEqualTo(7);
    assertThat(env("").number("OTHER", 8, 1, 9)).isEqualTo(8);
  }

  @Test
  void invalidNumbersAreRefusedByName() {
    for (var wrong : new String[] {"x", "0", "6", "1.5"}) {
      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> env(wrong).numbers("ROWS", 1, 5))
          .withMessage("ROWS: " + wrong + " is not a number from 1 to 5");
    }
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> env("1 2").number("ROWS", 1, 1, 5))
        .withMessage("ROWS is one number");
  }
}
