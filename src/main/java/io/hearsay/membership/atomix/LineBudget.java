package io.hearsay.membership.atomix;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often a log may say what strangers cause. The same thing once in ten minutes, of the last
 * {@value #KEPT} things; and of all things {@value #BURST} lines at once, then one each {@value
 * #REFILL_MILLIS} ms. For one thread at a time.
 */
final class LineBudget {
  private static final int KEPT = 256;
  private static final int BURST = 20;
  private static final long REFILL_MILLIS = 5000;
  private static final long AGAIN_MILLIS = 600_000;

  private final LongSupplier millis;
  private final Map<String, Long> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > KEPT;
        }
      };

  private long lines = BURST;
  private long refilled;
  private long leftOut;

  /**
   * A budget of which nothing was spent yet.
   *
   * @param millis a clock that never jumps
   */
  LineBudget(LongSupplier millis) {
    this.millis = millis;
    this.refilled = millis.getAsLong();
  }

  /** Whether a line may be written about that, now. */
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

  /** How many lines were left out since this was last asked, other than repetitions. */
  long leftOut() {
    long count = leftOut;
    leftOut = 0;
    return count;
  }
}
