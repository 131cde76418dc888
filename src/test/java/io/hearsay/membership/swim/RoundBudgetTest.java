package io.hearsay.membership.swim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundBudgetTest {
  private static final long START = -5_000_000;

  private final RoundBudget rounds = new RoundBudget(8, 1000, START);

  private long taken(int tries, long now) {
    return IntStream.range(0, tries).filter(i -> rounds.take(now)).count();
  }

  @Test
  void theyAreSavedUpAtFirstAndComeOneByOneLater() {
    assertThat(taken(20, START)).isEqualTo(8);
    assertThat(rounds.isSpent(START + 999)).isTrue();
    assertThat(taken(20, START + 999)).isZero();
    assertThat(taken(20, START + 1000)).isEqualTo(1);
    assertThat(taken(20, START + 3500)).isEqualTo(2);
    assertThat(taken(20, START + 4000)).isEqualTo(1);
  }

  @Test
  void noMoreAreSavedThanThat() {
    assertThat(taken(20, START + 1_000_000)).isEqualTo(8);
    assertThat(taken(20, START + 2_000_000)).isEqualTo(8);
    assertThat(rounds.isSpent(START + 2_000_000)).isTrue();
    assertThat(rounds.isSpent(START + 2_001_000)).isFalse();
  }
}
