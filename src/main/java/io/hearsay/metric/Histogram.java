package io.hearsay.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long something took, counted by ranges whose bounds are fixed. Any thread may record and any
 * may read; neither waits, and recording makes no object.
 */
public final class Histogram {
  private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final List<Double> bounds;
  private final long[] nanoBounds;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();

  /**
   * Nothing recorded yet.
   *
   * @param bounds upper ends of the ranges, in seconds, ascending, inclusive; one more range takes
   *     what is longer
   */
  public Histogram(double... bounds) {
    this.bounds = Arrays.stream(bounds).boxed().toList();
    this.nanoBounds =
        Arrays.stream(bounds).mapToLong(b -> Math.round(b * NANOS_A_SECOND)).toArray();
    this.counts = new LongAdder[bounds.length + 1];
    Arrays.setAll(counts, i -> new LongAdder());
  }

  /** From half a millisecond to two seconds and a half: answers, rendering, changes. */
  public static Histogram ofAnswers() {
    return new Histogram(.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5);
  }

  /** From a tenth of a second to a minute: what waits for timers of the protocol. */
  public static Histogram ofTimeouts() {
    return new Histogram(.1, .25, .5, 1, 2, 3, 5, 7.5, 10, 15, 30, 60);
  }

  /** It took that long; what is negative counts as nothing. */
  public void record(long nanos) {
    long taken = Math.max(0, nanos);
    int range = Arrays.binarySearch(nanoBounds, taken);
    counts[range < 0 ? -range - 1 : range].increment();
    sum.add(taken);
  }

  /** The same in milliseconds. */
  public void recordMillis(long millis) {
    record(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** What was recorded until now. */
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
   * What was recorded at one time.
   *
   * @param bounds upper ends of the ranges, in seconds
   * @param counts how many took no longer than each of them; last, how many there were
   * @param sum of all that was recorded, in seconds
   */
  public record Snapshot(List<Double> bounds, List<Long> counts, double sum) {
    /** How many there were. */
    public long count() {
      return counts.getLast();
    }
  }
}
