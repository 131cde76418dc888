package io.hearsay.membership.swim;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened how often since the start. Counted on the protocol's context, read from anywhere.
 */
public final class Counters {
  private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);

  /** All at zero. */
  public Counters() {
    for (var counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
  }

  /** One more. */
  public void count(Counter counter) {
    counts.get(counter).increment();
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
