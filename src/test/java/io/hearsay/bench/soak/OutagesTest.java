package io.hearsay.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.bench.soak.Outages.Outage;
import io.hearsay.testkit.load.Sample;
import org.junit.jupiter.api.Test;

/** Which failed requests a planned outage explains. Times are in nanoseconds. */
class OutagesTest {
  private static boolean explains(boolean cuts, long due, long took, long opened) {
    var outages = new Outages();
    outages.add(new Outage(100, 200, cuts));
    return outages.explain(new Sample(due, took, opened, "", "keep:reset"));
  }

  @Test
  void onlyRequestsUnderWayMeanwhileAreExplained() {
    assertThat(explains(false, 50, 60, 50)).isTrue();
    assertThat(explains(false, 150, 500, 150)).isTrue();
    assertThat(explains(false, 200, 1, 200)).isTrue();
    assertThat(explains(false, 50, 49, 50)).isFalse();
    assertThat(explains(false, 201, 1, 201)).isFalse();
  }

  @Test
  void aCutConnectionIsNoticedAtItsNextUse() {
    assertThat(explains(true, 900, 1, 99)).isTrue();
    assertThat(explains(true, 900, 1, 201)).isFalse();
    assertThat(explains(true, 50, 10, 10)).as("over before the kill").isFalse();
    assertThat(explains(false, 900, 1, 99)).as("nobody cut it").isFalse();
  }
}
