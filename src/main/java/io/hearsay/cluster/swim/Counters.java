package io.hearsay.cluster.swim;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened how often since the start. Counted on the protocol's context, read from anywhere.
 */
public final class Counters {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  /** One more of that name. */
  public void count(String name) {
    add(name, 1);
  }

  /** So many more of that name. */
  public void add(String name, long amount) {
    counts.computeIfAbsent(name, n -> new LongAdder()).add(amount);
  }

  /** All counts, sorted by name. */
  public SortedMap<String, Long> snapshot() {
    var all = new TreeMap<String, Long>();
    counts.forEach((name, adder) -> all.put(name, adder.sum()));
    return Collections.unmodifiableSortedMap(all);
  }
}
