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
 * The protocol's counters and durations since the start. Written on the protocol's context, read
 * from any thread.
 */
public final class Counters {
  private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);
  private final Map<Timing, Histogram> durations = new EnumMap<>(Timing.class);

  /** Counters that are all 0. */
  public Counters() {
    for (var counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
    for (var timing : Timing.values()) {
      durations.put(timing, timing.histogram());
    }
  }

  /** Adds one. */
  public void count(Counter counter) {
    counts.get(counter).increment();
  }

  /** Adds a number. */
  public void count(Counter counter, int more) {
    counts.get(counter).add(more);
  }

  /** Records a duration. */
  public void took(Timing timing, long millis) {
    durations.get(timing).recordMillis(millis);
  }

  /** All durations. */
  public List<Measured> durations() {
    return durations.entrySet().stream()
        .map(e -> Measured.of(e.getKey().text(), e.getKey().help(), e.getValue()))
        .toList();
  }

  /** The value of a counter. */
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
