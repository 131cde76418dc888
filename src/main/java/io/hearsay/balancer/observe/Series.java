package io.hearsay.balancer.observe;

import java.util.Arrays;

/**
 * The load of one server or service in each of the last slots, as a ring. A slot without an
 * observation is {@value #UNSEEN}.
 */
final class Series {
  static final int UNSEEN = -1;

  private final int[] requests;
  private final int[] errors;
  private final int[] sessions;

  /** HAProxy's counts at the last observation; they start at 0 with each process. */
  private long total;

  private long failed;
  private long last;

  /** Creates a series that begins at a slot. */
  Series(int length, long slot, ServerStat first) {
    requests = filled(length);
    errors = filled(length);
    sessions = filled(length);
    last = slot;
    total = first.load().total();
    failed = first.errors().sum();
    see(slot, first);
  }

  private static int[] filled(int length) {
    var values = new int[length];
    Arrays.fill(values, UNSEEN);
    return values;
  }

  /** Adds an observation; slots never go back. */
  void see(long slot, ServerStat stat) {
    for (long skipped = Math.max(last + 1, slot - requests.length + 1);
        skipped <= slot;
        skipped++) {
      clear(index(skipped));
    }
    last = slot;
    int at = index(slot);
    long nowTotal = stat.load().total();
    long nowFailed = stat.errors().sum();
    requests[at] = added(requests[at], since(total, nowTotal));
    errors[at] = added(errors[at], since(failed, nowFailed));
    sessions[at] = Math.max(sessions[at], bounded(stat.load().sessions()));
    total = nowTotal;
    failed = nowFailed;
  }

  private int index(long slot) {
    return Math.floorMod(slot, requests.length);
  }

  private void clear(int at) {
    requests[at] = UNSEEN;
    errors[at] = UNSEEN;
    sessions[at] = UNSEEN;
  }

  /** The increase of a count; one that is smaller than before is from a new process. */
  private static long since(long before, long now) {
    return now < before ? now : now - before;
  }

  private static int added(int sum, long more) {
    return bounded(Math.max(sum, 0) + more);
  }

  private static int bounded(long value) {
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  /** The last slot written. */
  long last() {
    return last;
  }

  /** The figures from the oldest slot to {@code slot}, the newest. */
  History.Figures until(long slot) {
    return new History.Figures(
        unrolled(requests, slot), unrolled(errors, slot), unrolled(sessions, slot));
  }

  private int[] unrolled(int[] ring, long slot) {
    var values = filled(ring.length);
    for (int i = 0; i < ring.length; i++) {
      long of = slot - ring.length + 1 + i;
      if (of <= last && of > last - ring.length) {
        values[i] = ring[index(of)];
      }
    }
    return values;
  }
}
