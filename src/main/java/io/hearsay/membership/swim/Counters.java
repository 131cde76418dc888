package io.hearsay.membership.swim;

import io.hearsay.metric.Histogram;
import io.hearsay.metric.Measured;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened how often since the start, and how long it took. Counted on the protocol's context,
 * read from anywhere.
 */
public final class Counters {
  private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);
  private final Map<Timing, Histogram> durations = new EnumMap<>(Timing.class);

  /** All at zero. */
  public Counters() {
    for (var counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
    for (var timing : Timing.values()) {
      durations.put(timing, timing.histogram());
    }
  }

  /** One more. */
  public void count(Counter counter) {
    counts.get(counter).increment();
  }

  /** So many more. */
  public void count(Counter counter, int more) {
    counts.get(counter).add(more);
  }

  /** It took that long. */
  public void took(Timing timing, long millis) {
    durations.get(timing).recordMillis(millis);
  }

  /** All durations. */
  public List<Measured> durations() {
    return durations.entrySet().stream()
        .map(e -> Measured.of(e.getKey().text(), e.getKey().help(), e.getValue()))
        .toList();
  }

  /** How often it was counted. */
  public long of(Counter counter) {
    return counts.get(counter).sum();
  }

  /** All counts by {@linkplain Counter#text() name}, sorted. */
  public SortedMap<String, Long> snapshot() {
    var all = new TreeMap<String, Long>();
    counts.forEach((counter, adder) -> all.put(counter.text(), adder.sum()));
    return Collections.unmodifiableSortedMap(all);
  }
}
