package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalHealthTest {
  @Test
  void theScoreStaysWithinItsBounds() {
    var health = new LocalHealth();
    assertThat(health.multiplier()).isEqualTo(1);
    health.add(-1);
    assertThat(health.score()).isZero();
    health.add(3);
    assertThat(health.score()).isEqualTo(3);
    assertThat(health.multiplier()).isEqualTo(4);
    health.add(100);
    assertThat(health.score()).isEqualTo(LocalHealth.WORST);
    health.add(-1);
    assertThat(health.score()).isEqualTo(LocalHealth.WORST - 1);
  }
}
