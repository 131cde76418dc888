package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.metric.Measured;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PipelineTimingsTest {
  private final PipelineTimings timings = new PipelineTimings();

  private List<Measured> of(String name) {
    return timings.all().stream().filter(m -> m.name().equals(name)).toList();
  }

  private long count(String name) {
    return of(name).getFirst().durations().count();
  }

  private static long ago(long seconds) {
    return System.nanoTime() - TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void appliesAreMeasuredByKind() {
    timings.applied(ProxyStatus.Method.RELOAD, 1000);
    timings.applied(ProxyStatus.Method.NONE, 1000);

    assertThat(of("apply"))
        .extracting(m -> m.labels() + " " + m.durations().count())
        .containsExactly("{method=runtime} 0", "{method=reload} 1", "{method=file} 0");
  }

  /**
   * The time counts from the oldest view whose servers HAProxy still lacks, not from the newest.
   */
  @Test
  void aViewIsPendingUntilHaproxyRunsWithItsServers() {
    timings.wanted(ago(8));
    timings.wanted(ago(1));
    timings.applied(ProxyStatus.Method.RUNTIME, 1);

    assertThat(count("view.to.applied")).isEqualTo(1);
    assertThat(of("view.to.applied").getFirst().durations().sum()).isBetween(8.0, 60.0);
  }

  @Test
  void aViewWithoutEffectIsNotMeasured() {
    timings.wanted(ago(8));
    timings.applied(ProxyStatus.Method.NONE, 1);
    timings.applied(ProxyStatus.Method.RUNTIME, 1);

    assertThat(count("view.to.applied")).isZero();
  }
}
