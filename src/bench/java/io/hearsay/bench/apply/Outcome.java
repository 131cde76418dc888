package io.hearsay.bench.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of all requests of a load.
 *
 * @param samples in the order in which they ended
 */
public record Outcome(List<Sample> samples) {
  /** An answer that takes longer than this is slow. */
  static final double SLOW = 0.5;

  /** Copies. */
  public Outcome {
    samples = List.copyOf(samples);
  }

  /** Both together. */
  Outcome plus(Outcome other) {
    var all = new ArrayList<>(samples);
    all.addAll(other.samples);
    return new Outcome(all);
  }

  /** How many there were. */
  public int requests() {
    return samples.size();
  }

  /** How many failed. */
  public long failed() {
    return samples.stream().filter(Sample::failed).count();
  }

  long slow() {
    return samples.stream().filter(s -> s.slow(SLOW)).count();
  }

  /** Seconds from the first failed or slow request to the last one, by when they were due. */
  double span() {
    var due =
        samples.stream()
            .filter(s -> s.failed() || s.slow(SLOW))
            .mapToLong(Sample::due)
            .summaryStatistics();
    return due.getCount() == 0 ? 0 : (due.getMax() - due.getMin()) / 1e9;
  }

  /** The longest that an answer took, seconds. */
  double longest() {
    return quantile(1);
  }

  /** Seconds that this part of the answers took at most. */
  public double quantile(double part) {
    var took = samples.stream().filter(s -> !s.failed()).mapToLong(Sample::took).sorted().toArray();
    return took.length == 0 ? 0 : took[Math.max(0, (int) Math.ceil(part * took.length) - 1)] / 1e9;
  }

  /** Counts by habit and kind. */
  Map<String, Long> kinds() {
    return samples.stream()
        .filter(Sample::failed)
        .collect(Collectors.groupingBy(Sample::failure, TreeMap::new, Collectors.counting()));
  }

  /** For the log. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "%d failed of %d%s, %d slow, p99 %.1f ms, max %.1f ms",
        failed(),
        requests(),
        kinds().isEmpty() ? "" : " " + kinds(),
        slow(),
        1000 * quantile(0.99),
        1000 * longest());
  }
}
