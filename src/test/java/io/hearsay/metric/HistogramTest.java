package io.hearsay.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTest {
  /** With bounds at 1 ms and 10 ms: how many values are at most as long as each, and the total. */
  @ParameterizedTest
  @CsvSource({
    "-1,          1 1 1",
    "0,           1 1 1",
    "1000000,     1 1 1",
    "1000001,     0 1 1",
    "10000000,    0 1 1",
    "10000001,    0 0 1",
    "99000000000, 0 0 1"
  })
  void upperBoundsAreInclusive(long nanos, String counts) {
    var histogram = new Histogram(.001, .01);

    histogram.record(nanos);

    var seen = histogram.snapshot();
    assertThat(seen.counts().stream().map(String::valueOf)).containsExactly(counts.split(" "));
    assertThat(seen.count()).isEqualTo(1);
    assertThat(seen.sum()).isEqualTo(Math.max(0, nanos) / 1e9);
  }

  @Test
  void nothingIsLostWhenThreadsRecordConcurrently() throws Exception {
    var histogram = Histogram.ofAnswers();
    int threads = 4;
    int each = 10_000;
    var done = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread.ofVirtual()
          .start(
              () -> {
                for (int k = 0; k < each; k++) {
                  histogram.recordMillis(k % 3);
                }
                done.countDown();
              });
    }
    done.await();

    assertThat(histogram.snapshot().count()).isEqualTo((long) threads * each);
  }

  @Test
  void theScalesAscend() {
    assertThat(Histogram.ofAnswers().snapshot().bounds()).isSorted().doesNotHaveDuplicates();
    assertThat(Histogram.ofTimeouts().snapshot().bounds()).isSorted().doesNotHaveDuplicates();
  }
}
