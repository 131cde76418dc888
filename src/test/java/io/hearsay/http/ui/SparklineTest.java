package io.hearsay.http.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.balancer.observe.History;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The last hour as an SVG path. */
class SparklineTest {
  private static Sparkline of(int[] requests, int[] errors) {
    return Sparkline.of(new History.Figures(requests, errors, new int[requests.length]));
  }

  private static int[] all(int value) {
    var slots = new int[360];
    Arrays.fill(slots, value);
    return slots;
  }

  @Test
  void withoutDataNothingIsDrawn() {
    assertThat(of(all(-1), all(-1))).isEqualTo(Sparkline.NONE);
  }

  @Test
  void aSteadyHourIsOneStroke() {
    var spark = of(all(50), all(0));
    assertThat(spark.requests()).isEqualTo("M0 1h1H116L118 1");
    assertThat(spark.errors()).isEmpty();
    assertThat(spark.label()).isEqualTo("the last hour: up to 5.0 requests/s, 0 errors");
  }

  @Test
  void gapsStayGapsAndEvenFewErrorsAreVisible() {
    var requests = all(100);
    Arrays.fill(requests, 60, 120, -1);
    var errors = all(0);
    errors[300] = 1;
    var spark = of(requests, errors);
    assertThat(spark.requests().split("M", -1)).hasSize(3);
    assertThat(spark.errors()).isEqualTo("M100 20V18");
    assertThat(spark.label()).endsWith("10 requests/s, 1 errors");
  }

  @Test
  void anUnsteadyHourStaysShort() {
    var requests = all(0);
    for (int i = 0; i < requests.length; i++) {
      requests[i] = i * 7919 % 1000;
    }
    assertThat(of(requests, all(0)).requests().length()).isLessThan(700);
  }
}
