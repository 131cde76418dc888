package io.hearsay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsEveryKindOfValue() {
    assertThat(Json.read(" {\"a\" : [1, -2.5e1, true , false, null, \"x\"], \"b\":{}, \"c\":[] } "))
        .isEqualTo(
            Map.of(
                "a", Arrays.asList(1.0, -25.0, true, false, null, "x"),
                "b", Map.of(),
                "c", List.of()));
  }

  @Test
  void understandsEscapes() {
    assertThat(Json.read("\"\\\"\\\\\\/\\n\\t\\r\\b\\f\\u00e9\"")).isEqualTo("\"\\/\n\t\r\b\fé");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1", "[1 2]", "{\"a\"}", "{\"a\":1,}", "tru", "\"open", "1 2", "'x'"})
  void refusesInvalidJson(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.read(text));
  }
}
