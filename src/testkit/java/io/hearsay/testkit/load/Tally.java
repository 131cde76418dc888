package io.hearsay.testkit.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The outcome of the requests that began while this tally was the current one. Thread-safe. */
public final class Tally {
  /** An answer that takes longer than this, in seconds, is slow. */
  private static final double SLOW = 0.5;

  private int begun;
  private int failed;
  private int sentAgain;
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, Integer> answers = new TreeMap<>();
  private final Map<String, Integer> kinds = new TreeMap<>();

  synchronized void begin() {
    begun++;
  }

  synchronized void end(Sample sample) {
    samples.add(sample);
    if (sample.failed()) {
      failed++;
      kinds.merge(sample.failure(), 1, Integer::sum);
    } else {
      answers.merge(sample.backend(), 1, Integer::sum);
    }
  }

  synchronized void sentAgain() {
    sentAgain++;
  }

  /** Whether all requests that began have ended. */
  public synchronized boolean complete() {
    return samples.size() == begun;
  }

  /** The number of requests that were answered or failed. */
  public synchronized int requests() {
    return samples.size();
  }

  /** Those requests, in the order in which they ended. */
  public synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** The number of requests that failed. */
  public synchronized int failed() {
    return failed;
  }

  /**
   * The number of requests that hit a keep-alive connection being closed, and were answered on
   * another.
   */
  public synchronized int resent() {
    return sentAgain;
  }

  /** The number of answers by node. */
  public synchronized Map<String, Integer> answers() {
    return new TreeMap<>(answers);
  }

  /** The nodes that answered. */
  public synchronized Set<String> backends() {
    return new TreeSet<>(answers.keySet());
  }

  /** The number of failures by connection habit and kind, as {@code keep:eof}. */
  public synchronized Map<String, Integer> kinds() {
    return new TreeMap<>(kinds);
  }

  /** The number of slow answers. */
  public int slow() {
    return (int) samples().stream().filter(sample -> sample.slow(SLOW)).count();
  }

  /** The seconds from the first failed or slow request to the last, by when they were due. */
  public double span() {
    var due =
        samples().stream()
            .filter(sample -> sample.failed() || sample.slow(SLOW))
            .mapToLong(Sample::due)
            .summaryStatistics();
    return due.getCount() == 0 ? 0 : (due.getMax() - due.getMin()) / 1e9;
  }

  /** The longest time of an answer, in seconds. */
  public double longest() {
    return quantile(1);
  }

  /** The time, in seconds, that this share of the answers took at most. */
  public double quantile(double part) {
    var took =
        samples().stream().filter(s -> !s.failed()).mapToLong(Sample::took).sorted().toArray();
    return took.length == 0 ? 0 : took[Math.max(0, (int) Math.ceil(part * took.length) - 1)] / 1e9;
  }

  /** For example {@code 0 of 1234}, with the kinds of failure if there are any. */
  public synchronized String told() {
    return failed + " of " + requests() + (kinds.isEmpty() ? "" : " " + kinds);
  }

  /** The same with the times, for the log. */
  public String summary() {
    return String.format(
        Locale.ROOT,
        "failed %s, %d slow, p99 %.1f ms, max %.1f ms",
        told(),
        slow(),
        1000 * quantile(0.99),
        1000 * longest());
  }

  /** The sum of this tally and another. */
  public Tally plus(Tally other) {
    var sum = new Tally();
    sum.add(this);
    sum.add(other);
    return sum;
  }

  private void add(Tally other) {
    synchronized (other) {
      begun += other.begun;
      sentAgain += other.sentAgain;
      other.samples.forEach(this::end);
    }
  }
}
