package io.hearsay.drain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrainAnswerTest {
  @Test
  void anAnswerArrivesAsItWasSent() {
    for (var answer :
        new DrainAnswer[] {
          DrainAnswer.IN, DrainAnswer.out(0), DrainAnswer.out(3), DrainAnswer.out(1_000_000)
        }) {
      assertThat(DrainAnswer.decode(answer.encoded())).hasValue(answer);
    }
    assertThat(DrainAnswer.out(Integer.MAX_VALUE).underWay()).isEqualTo(DrainAnswer.MAX_UNDER_WAY);
  }

  @Test
  void aMalformedAnswerIsIgnored() {
    for (var bytes :
        new byte[][] {
          {},
          {1},
          {1, 0, 0, 0},
          {1, 0, 0, 0, 0, 0},
          {2, 0, 0, 0, 0},
          {-1, 0, 0, 0, 0},
          {1, -1, -1, -1, -1},
          {1, 127, -1, -1, -1}
        }) {
      assertThat(DrainAnswer.decode(bytes)).isEmpty();
    }
  }
}
