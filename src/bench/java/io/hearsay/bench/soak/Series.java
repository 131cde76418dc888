package io.hearsay.bench.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * A figure over time. It is flat if the median of its last third is at most a tenth above that of
 * its first third, plus an allowance for variation by chance.
 */
public final class Series {
  private static final double SHARE = 1.1;

  private final double allowance;
  private final List<double[]> points = new ArrayList<>();

  /**
   * An empty series.
   *
   * @param allowance in the figure's own unit
   */
  public Series(double allowance) {
    this.allowance = allowance;
  }

  /**
   * Adds a value.
   *
   * @param hours since the start
   */
  public void add(double hours, double value) {
    points.add(new double[] {hours, value});
  }

  /** The number of values. */
  public int size() {
    return points.size();
  }

  /** The median of the first third. */
  public double firstThird() {
    return median(values().subList(0, third()));
  }

  /** The median of the last third. */
  public double lastThird() {
    return median(values().subList(points.size() - third(), points.size()));
  }

  /** The highest value. */
  public double highest() {
    return values().stream().mapToDouble(v -> v).max().orElse(0);
  }

  double latest() {
    return points.getLast()[1];
  }

  /** The upper bound of the last third. */
  public double limit() {
    return firstThird() * SHARE + allowance;
  }

  /** Whether the last third keeps to its bound. */
  public boolean flat() {
    return lastThird() <= limit();
  }

  /** The Theil–Sen slope: the median of the slopes of all pairs, per hour. For information. */
  public double slope() {
    var slopes = new ArrayList<Double>();
    for (int i = 0; i < points.size(); i++) {
      for (int j = i + 1; j < points.size(); j++) {
        var a = points.get(i);
        var b = points.get(j);
        slopes.add((b[1] - a[1]) / (b[0] - a[0]));
      }
    }
    return slopes.isEmpty() ? 0 : median(slopes);
  }

  private int third() {
    return Math.max(1, points.size() / 3);
  }

  private List<Double> values() {
    return points.stream().map(p -> p[1]).toList();
  }

  private static double median(List<Double> values) {
    if (values.isEmpty()) {
      return 0;
    }
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
