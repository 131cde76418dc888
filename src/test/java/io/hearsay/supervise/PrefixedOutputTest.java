package io.hearsay.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrefixedOutputTest {
  private static String copied(String text) {
    var out = new ByteArrayOutputStream();
    new PrefixedOutput(
            "log",
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8))
        .run();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eachLineIsPrefixedAndTheLastOneEnded() {
    assertThat(copied("één\n\ntwo")).isEqualTo("log | één\nlog | \nlog | two\n");
    assertThat(copied("")).isEmpty();
  }

  @Test
  void aLineWithoutEndComesInPieces() {
    assertThat(copied("x".repeat(20_000)).lines().toList())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line.length()).isLessThan(9000));
  }
}
