package io.hearsay.http.ui;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The pages that were drawn last, so that they cost the same for any number of readers: each is
 * drawn again only when there is something new, and all together once a second, with some to spare
 * for what has just happened. Who asks for more gets what there is.
 *
 * <p>Thread-safe; readers wait for a drawing that is under way.
 */
final class Drawings {
  /** Different pages; with a filter each, so readers could ask for any number. */
  static final int KEPT = 16;

  /**
   * Drawings that news may take in advance; with fewer left, figures are drawn every other second.
   */
  private static final int SPARE = 4;

  private static final long OLD_MILLIS = 10_000;

  private final LongSupplier clock;
  private final Allowance dashboard;
  private final Allowance others;
  private final Map<String, Drawing> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Drawing> eldest) {
          return size() > KEPT;
        }
      };

  /** {@code clock} gives milliseconds and does not jump. */
  Drawings(LongSupplier clock) {
    this.clock = clock;
    this.dashboard = new Allowance(1, SPARE, clock.getAsLong());
    this.others = new Allowance(4, 3 * SPARE, clock.getAsLong());
  }

  /**
   * A page as it is now, or as it was a moment ago.
   *
   * @param key which one; empty for the dashboard as a whole
   * @param pulse of what there is to show
   * @param sheet draws it
   * @return nothing if there was none yet, and too many different ones are asked for
   */
  synchronized Optional<Drawing> get(String key, Pulse pulse, Supplier<Drawing.Sheet> sheet) {
    var last = kept.get(key);
    long now = clock.getAsLong();
    if (last != null && last.pulse().equals(pulse) && now - last.at() < OLD_MILLIS) {
      return Optional.of(last);
    }
    boolean news = last == null || pulse.isNews(last.pulse());
    if (!(key.isEmpty() ? dashboard : others).take(now, news)) {
      return Optional.ofNullable(last);
    }
    var drawn = Drawing.of(pulse, sheet.get(), now);
    kept.put(key, drawn);
    return Optional.of(drawn);
  }

  /** So many a second, and some in advance. */
  private static final class Allowance {
    private static final double SECOND = 1000;

    private final int rate;
    private final int most;
    private double left;
    private long at;

    Allowance(int rate, int most, long now) {
      this.rate = rate;
      this.most = most;
      this.left = most;
      this.at = now;
    }

    /** Takes one; without news only of what comes new each second. */
    boolean take(long now, boolean news) {
      left = Math.min(most, left + rate * (now - at) / SECOND);
      at = now;
      // Half of what is in advance is kept for news. Looks are not to the millisecond.
      if (left < (news ? 1 : most / 2.0 + 0.9)) {
        return false;
      }
      left--;
      return true;
    }
  }
}
