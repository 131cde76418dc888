package io.hearsay.demo.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What became of the requests that were begun while this tally was the current one. Thread-safe.
 */
public final class Tally {
  private int begun;
  private int ended;
  private int failed;
  private int sentAgain;
  private long longestNanos;
  private final Map<String, Integer> answers = new TreeMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();

  synchronized void begin() {
    begun++;
  }

  synchronized void answered(String backend, Duration took) {
    ended++;
    longestNanos = Math.max(longestNanos, took.toNanos());
    answers.merge(backend, 1, Integer::sum);
  }

  synchronized void failed(String kind) {
    ended++;
    failed++;
    failures.merge(kind, 1, Integer::sum);
  }

  synchronized void sentAgain() {
    sentAgain++;
  }

  /** True when nothing that was begun is still under way. */
  public synchronized boolean complete() {
    return ended == begun;
  }

  /** Requests that were answered or failed. */
  public synchronized int requests() {
    return ended;
  }

  /** Requests that failed. */
  public synchronized int failed() {
    return failed;
  }

  /** Requests that met a keep-alive connection just being closed, and were answered on another. */
  public synchronized int resent() {
    return sentAgain;
  }

  /** The longest time an answer took. */
  public synchronized Duration longest() {
    return Duration.ofNanos(longestNanos);
  }

  /** Answers by node. */
  public synchronized Map<String, Integer> answers() {
    return new TreeMap<>(answers);
  }

  /** The nodes that answered. */
  public synchronized Set<String> backends() {
    return new TreeSet<>(answers.keySet());
  }

  /** Failures by connection habit and kind, as {@code keep:eof 3}. */
  public synchronized List<String> failures() {
    var kinds = new ArrayList<String>();
    failures.forEach((kind, count) -> kinds.add(kind + " " + count));
    return kinds;
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
      ended += other.ended;
      failed += other.failed;
      sentAgain += other.sentAgain;
      longestNanos = Math.max(longestNanos, other.longestNanos);
      other.answers.forEach((name, count) -> answers.merge(name, count, Integer::sum));
      other.failures.forEach((kind, count) -> failures.merge(kind, count, Integer::sum));
    }
  }
}
