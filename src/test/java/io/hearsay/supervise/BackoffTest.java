package io.hearsay.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void pausesGrowUpToALimitAndAreShortAgainAfterALongRun() {
    var backoff = new Backoff();
    var pauses = Stream.generate(() -> backoff.after(Duration.ZERO).toMillis()).limit(8).toList();

    assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L);
    assertThat(backoff.after(Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.after(Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(1));
  }
}
