package io.hearsay.membership.atomix;

import io.hearsay.collection.BoundedMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits log lines that strangers can cause. Each of the last {@value #KEPT} causes is logged once
 * in ten minutes; all causes together may log a burst of {@value #BURST} lines, then one every
 * {@value #REFILL_MILLIS} ms. For one thread at a time.
 */
final class LineBudget {
  private static final int KEPT = 256;
  private static final int BURST = 20;
  private static final long REFILL_MILLIS = 5000;
  private static final long AGAIN_MILLIS = 600_000;

  private final LongSupplier millis;
  private final Map<String, Long> told = BoundedMap.evictingOldest(KEPT);

  private long lines = BURST;
  private long refilled;
  private long leftOut;

  /**
   * Creates a full budget.
   *
   * @param millis a monotonic clock in milliseconds
   */
  LineBudget(LongSupplier millis) {
    this.millis = millis;
    this.refilled = millis.getAsLong();
  }

  /** Whether a line about this may be logged now. */
  boolean take(String about) {
    long now = millis.getAsLong();
    var last = told.get(about);
    if (last != null && now - last < AGAIN_MILLIS) {
      return false;
    }
    long due = (now - refilled) / REFILL_MILLIS;
    refilled += due * REFILL_MILLIS;
    lines = Math.min(BURST, lines + due);
    if (lines == 0) {
      leftOut++;
      return false;
    }
    lines--;
    told.remove(about);
    told.put(about, now);
    return true;
  }

  /** How many lines, other than repetitions, were suppressed since the last call. */
  long leftOut() {
    long count = leftOut;
    leftOut = 0;
    return count;
  }
}
