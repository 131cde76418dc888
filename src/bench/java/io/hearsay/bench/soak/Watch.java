package io.hearsay.bench.soak;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Samples the agents that stay, between two chores and never during one, so that what a chore
 * needs for a moment does not count as growth.
 */
final class Watch {
  private static final double NANOS_AN_HOUR = 3600e9;
  private static final double NANOS_A_MINUTE = 60e9;
  private static final double KIB = 1024;

  private final Cluster cluster;
  private final long period;
  private final long begun = System.nanoTime();
  private final Map<Member, Map<Measure, Series>> all = new LinkedHashMap<>();
  private final Map<Member, Double> leastHeap = new LinkedHashMap<>();
  private final Map<Member, Long> logBefore = new LinkedHashMap<>();
  private long last;

  /**
   * A watch without samples.
   *
   * @param period nanoseconds from sample to sample
   * @param warmUp nanoseconds before the first sample
   */
  Watch(Cluster cluster, long period, long warmUp) {
    this.cluster = cluster;
    this.period = period;
    this.last = begun + warmUp - period;
    for (var member : cluster.lasting()) {
      var series = new EnumMap<Measure, Series>(Measure.class);
      for (var measure : Measure.values()) {
        series.put(measure, measure.series());
      }
      all.put(member, series);
    }
  }

  Map<Member, Map<Measure, Series>> all() {
    return all;
  }

  /** Takes a sample if one is due, and checks the heaps in any case. True if it took one. */
  boolean look() {
    long now = System.nanoTime();
    boolean due = now - last >= period;
    var figures = new LinkedHashMap<Member, Figures>();
    for (var member : all.keySet()) {
      var seen = Figures.of(member);
      figures.put(member, seen);
      leastHeap.merge(member, seen.heapMebibytes(), Math::min);
    }
    if (due) {
      figures.forEach((member, seen) -> take(member, seen, now));
      leastHeap.clear();
      last = now;
    }
    return due;
  }

  private void take(Member member, Figures seen, long now) {
    double hours = (now - begun) / NANOS_AN_HOUR;
    var series = all.get(member);
    series.get(Measure.RSS).add(hours, seen.rssMebibytes());
    series.get(Measure.ANONYMOUS).add(hours, seen.anonymousMebibytes());
    series.get(Measure.HEAP).add(hours, leastHeap.get(member));
    series.get(Measure.THREADS).add(hours, seen.proc().threads());
    series.get(Measure.DESCRIPTORS).add(hours, seen.proc().descriptors());
    series.get(Measure.CHILDREN).add(hours, seen.children());
    series.get(Measure.SERIES).add(hours, seen.metrics().series("hearsay_"));
    series.get(Measure.ALL_SERIES).add(hours, seen.metrics().series(""));
    double due = cluster.living() + cluster.remembered().count();
    series.get(Measure.BEYOND).add(hours, Math.max(0, seen.metrics().sum("hearsay_members") - due));
    long size = seen.logBytes();
    var before = logBefore.put(member, size);
    if (before != null) {
      series.get(Measure.LOG).add(hours, (size - before) / KIB / ((now - last) / NANOS_A_MINUTE));
    }
  }

  /** A line for whoever watches. */
  String progress() {
    var line = new StringBuilder();
    all.forEach(
        (member, series) ->
            line.append(
                String.format(
                    Locale.ROOT,
                    "  %s %.1f MiB %.0f thr %.0f fd",
                    member.name(),
                    series.get(Measure.RSS).latest(),
                    series.get(Measure.THREADS).latest(),
                    series.get(Measure.DESCRIPTORS).latest())));
    return line.toString();
  }
}
