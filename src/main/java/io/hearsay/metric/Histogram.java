package io.hearsay.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts durations in ranges with fixed bounds. Any thread may record or read; neither ever waits,
 * and recording allocates nothing.
 */
public final class Histogram {
  private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final List<Double> bounds;
  private final long[] nanoBounds;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();

  /**
   * An empty histogram.
   *
   * @param bounds inclusive upper bounds of the ranges in seconds, ascending; longer durations fall
   *     into one more range
   */
  public Histogram(double... bounds) {
    this.bounds = Arrays.stream(bounds).boxed().toList();
    this.nanoBounds =
        Arrays.stream(bounds).mapToLong(b -> Math.round(b * NANOS_A_SECOND)).toArray();
    this.counts = new LongAdder[bounds.length + 1];
    Arrays.setAll(counts, i -> new LongAdder());
  }

  /** From half a millisecond to two and a half seconds: for answers, rendering and changes. */
  public static Histogram ofAnswers() {
    return new Histogram(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5);
  }

  /** From a tenth of a second to a minute: for whatever waits for timers of the protocol. */
  public static Histogram ofTimeouts() {
    return new Histogram(.1, .25, .5, 1, 2, 3, 5, 7.5, 10, 15, 30, 60);
  }

  /** Records a duration; a negative one counts as 0. */
  public void record(long nanos) {
    long taken = Math.max(0, nanos);
    int range = Arrays.binarySearch(nanoBounds, taken);
    counts[range < 0 ? -range - 1 : range].increment();
    sum.add(taken);
  }

  /** Records a duration in milliseconds. */
  public void recordMillis(long millis) {
    record(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** What has been recorded so far. */
  public Snapshot snapshot() {
    var sums = new ArrayList<Long>(counts.length);
    long below = 0;
    for (var count : counts) {
      below += count.sum();
      sums.add(below);
    }
    return new Snapshot(bounds, List.copyOf(sums), sum.sum() / NANOS_A_SECOND);
  }

  /**
   * The contents of a histogram at one moment.
   *
   * @param bounds inclusive upper bounds of the ranges, in seconds
   * @param counts cumulative: how many durations were within each bound; the last element is the
   *     total
   * @param sum of all recorded durations, in seconds
   */
  public record Snapshot(List<Double> bounds, List<Long> counts, double sum) {
    /** How many durations were recorded. */
    public long count() {
      return counts.getLast();
    }
  }
}
