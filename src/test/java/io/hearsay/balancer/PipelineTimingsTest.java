package io.hearsay.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hearsay.metric.Measured;
import java.util.List;
import java.util.Map;
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
  void appliesAreToldApartByHowTheyWereDone() {
    timings.applied(ProxyStatus.Method.RELOAD, ago(1));
    timings.applied(ProxyStatus.Method.NONE, ago(1));

    assertThat(of("apply"))
        .extracting(m -> m.labels() + " " + m.durations().count())
        .containsExactly(Map.of("method", "runtime") + " 0", Map.of("method", "reload") + " 1");
  }

  /** It is the oldest view whose servers HAProxy still lacks, not the newest, that counts. */
  @Test
  void aViewIsWaitedForUntilHaproxyRunsWithItsServers() {
    timings.wanted(ago(8));
    timings.wanted(ago(1));
    timings.applied(ProxyStatus.Method.RUNTIME, ago(0));

    assertThat(count("view.to.applied")).isEqualTo(1);
    assertThat(of("view.to.applied").getFirst().durations().sum()).isBetween(8.0, 60.0);
  }

  @Test
  void whatNeededNothingIsNoTimeToHaproxy() {
    timings.wanted(ago(8));
    timings.applied(ProxyStatus.Method.NONE, ago(0));
    timings.applied(ProxyStatus.Method.RUNTIME, ago(0));

    assertThat(count("view.to.applied")).isZero();
  }
}
