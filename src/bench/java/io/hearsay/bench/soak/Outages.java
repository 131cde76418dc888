package io.hearsay.bench.soak;

import io.hearsay.testkit.load.Sample;
import java.util.ArrayList;
import java.util.List;

/**
 * Periods in which the benchmark has killed a process that the sidecar cannot answer for: requests
 * that failed then are counted apart. A request is explained by such a period if it was under way
 * then, or if its connection had been opened before HAProxy was killed, which cut it: a client
 * notices that only when it uses the connection again.
 */
final class Outages {
  /**
   * One such period.
   *
   * @param from when the process was killed, of {@link System#nanoTime()}
   * @param to when all was well again
   * @param cuts whether every connection that was open before was cut
   */
  record Outage(long from, long to, boolean cuts) {
    boolean explains(Sample sample) {
      long end = sample.due() + sample.took();
      boolean during = sample.due() <= to && end >= from;
      return during || cuts && sample.opened() < from && end >= from;
    }

    double seconds() {
      return (to - from) / 1e9;
    }
  }

  private final List<Outage> all = new ArrayList<>();

  void add(Outage outage) {
    all.add(outage);
  }

  /** The outages that cut connections, or those that do not. */
  List<Outage> of(boolean cuts) {
    return all.stream().filter(o -> o.cuts() == cuts).toList();
  }

  /** The longest of those, in seconds. */
  double longest(boolean cuts) {
    return of(cuts).stream().mapToDouble(Outage::seconds).max().orElse(0);
  }

  boolean explain(Sample sample) {
    return all.stream().anyMatch(o -> o.explains(sample));
  }
}
