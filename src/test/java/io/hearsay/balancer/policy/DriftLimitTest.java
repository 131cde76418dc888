package io.hearsay.balancer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.policy.DriftLimit.Verdict;
import org.junit.jupiter.api.Test;

class DriftLimitTest {
  private final DriftLimit limit = new DriftLimit();
  private long now = 5;

  private void putRight(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(limit.ask("web/web1", now)).isEqualTo(Verdict.PUT_RIGHT);
      now += 2000;
    }
  }

  @Test
  void theFourthTimeItIsReportedAsLeftAlone() {
    putRight(DriftLimit.TIMES);
    assertThat(limit.ask("web/web1", now)).isEqualTo(Verdict.GIVE_UP);
    assertThat(limit.ask("web/web1", now + 1000)).isEqualTo(Verdict.LEAVE);
    assertThat(limit.ask("web/web2", now + 1000)).isEqualTo(Verdict.PUT_RIGHT);
  }

  @Test
  void afterAWhileItIsCorrectedAgain() {
    putRight(DriftLimit.TIMES);
    assertThat(limit.ask("web/web1", now)).isEqualTo(Verdict.GIVE_UP);
    // The first of the three is forgotten, and only that one.
    now = 5 + DriftLimit.WITHIN_MILLIS;
    putRight(1);
    assertThat(limit.ask("web/web1", 5 + DriftLimit.WITHIN_MILLIS)).isEqualTo(Verdict.GIVE_UP);
  }

  @Test
  void tooManyServersAtATimeAreLeftAlone() {
    for (int i = 0; i < DriftLimit.MAX_SERVERS; i++) {
      assertThat(limit.ask("web/" + i, now)).isEqualTo(Verdict.PUT_RIGHT);
    }
    assertThat(limit.ask("web/one-more", now)).isEqualTo(Verdict.LEAVE);
  }
}
