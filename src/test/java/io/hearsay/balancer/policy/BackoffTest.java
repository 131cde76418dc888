package io.hearsay.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void pausesGrowAndStartOverAfterALongRun() {
    var backoff = new Backoff(500, 1500, 30_000);

    assertThat(backoff.ended(0)).isZero();
    assertThat(backoff.ended(0)).isEqualTo(500);
    assertThat(backoff.ended(0)).isEqualTo(1000);
    assertThat(backoff.ended(0)).isEqualTo(1500);
    assertThat(backoff.ended(0)).isEqualTo(1500);
    backoff.started(10_000);
    assertThat(backoff.ended(39_999)).isEqualTo(1500);
    backoff.started(40_000);
    assertThat(backoff.ended(70_000)).isZero();
  }
}
