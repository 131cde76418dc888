package io.hearsay.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Which series count as flat. */
class SeriesTest {
  private static Series series(double allowance, IntToDoubleFunction value) {
    var series = new Series(allowance);
    for (int minute = 0; minute < 30; minute++) {
      series.add(minute / 60.0, value.applyAsDouble(minute));
    }
    return series;
  }

  @Test
  void aConstantSeriesIsFlatWhateverItsPeaks() {
    var series = series(0, minute -> minute % 7 == 0 ? 900 : 50);
    assertThat(series.flat()).isTrue();
    assertThat(series.highest()).isEqualTo(900);
    assertThat(series.slope()).isZero();
  }

  @Test
  void aGrowingSeriesIsNotFlat() {
    var series = series(4, minute -> 50 + minute);
    assertThat(series.firstThird()).isEqualTo(54.5);
    assertThat(series.lastThird()).isEqualTo(74.5);
    assertThat(series.slope()).isBetween(59.9, 60.1);
    assertThat(series.flat()).isFalse();
  }

  @Test
  void aTenthAndTheAllowanceAreForgiven() {
    assertThat(series(4, minute -> minute < 15 ? 50 : 59).flat()).isTrue();
    assertThat(series(4, minute -> minute < 15 ? 50 : 59.1).flat()).isFalse();
    assertThat(series(0, minute -> minute < 15 ? 0 : 1).flat()).isFalse();
  }

  @Test
  void aShrinkingSeriesIsFlat() {
    assertThat(series(0, minute -> 90 - minute).flat()).isTrue();
  }
}
