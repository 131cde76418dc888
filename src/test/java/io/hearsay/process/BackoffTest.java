package io.hearsay.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @Test
  void pausesGrowAndStartOverAfterALongRun() {
    var backoff = new Backoff(0, 500, 1500, 30_000);

    assertThat(backoff.ended(0)).isZero();
    assertThat(backoff.ended(0)).isEqualTo(500);
    assertThat(backoff.ended(0)).isEqualTo(1000);
    assertThat(backoff.ended(0)).isEqualTo(1500);
    assertThat(backoff.ended(0)).isEqualTo(1500);
    backoff.started(10_000);
    assertThat(backoff.ended(39_999)).isEqualTo(1500);
    backoff.started(40_000);
    assertThat(backoff.ended(70_000)).isZero();
    backoff.started(70_000);
    assertThat(backoff.ended(70_001)).isEqualTo(500);
  }

  @Test
  void theFirstPauseMayBeAsLongAsTheShortest() {
    var backoff = new Backoff(500, 500, 30_000, 10_000);
    var pauses = LongStream.generate(() -> backoff.ended(0)).limit(8);

    assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L);
    assertThat(backoff.ended(10_000)).isEqualTo(500);
    assertThat(backoff.ended(9_999)).isEqualTo(1000);
  }

  @Test
  void aProgramThatServedRestartsAfterTheShortestPauseAtMost() {
    var backoff = new Backoff(0, 500, 8000, 30_000);
    for (int i = 0; i < 4; i++) {
      backoff.ended(0);
    }
    backoff.served();
    assertThat(backoff.ended(0)).isEqualTo(500);
    assertThat(backoff.ended(0)).as("once").isEqualTo(1000);
  }

  /** After many ends in a row, one more start that ran for a while. */
  @ParameterizedTest
  @CsvSource({
    "false, 0, 1500",
    "false, 29999, 1500",
    "false, 30000, 0",
    // It has served: its configuration is good, so the shortest pause will do.
    "true, 0, 500",
    "true, 29999, 500",
    "true, 30000, 0"
  })
  void thePauseDependsOnWhetherItServedAndForHowLong(boolean served, long ran, long pause) {
    var backoff = new Backoff(0, 500, 1500, 30_000);
    for (int i = 0; i < 10; i++) {
      backoff.ended(0);
    }
    backoff.started(100_000);
    if (served) {
      backoff.served();
    }

    assertThat(backoff.ended(100_000 + ran)).isEqualTo(pause);
  }

  @Test
  void aProgramThatServedOnceIsNotTrustedForever() {
    var backoff = new Backoff(0, 500, 1500, 30_000);
    backoff.served();
    assertThat(backoff.ended(0)).isZero();
    backoff.started(1);

    assertThat(backoff.ended(1)).isEqualTo(500);
    assertThat(backoff.ended(1)).isEqualTo(1000);
  }
}
