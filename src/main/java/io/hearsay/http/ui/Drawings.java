package io.hearsay.http.ui;

import io.hearsay.collection.BoundedMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A cache of the last drawn pages, so that the cost does not depend on the number of readers: a
 * page is drawn again only when there is something new, and all pages together once a second, with
 * some allowance for news. Further requests get the cached page.
 *
 * <p>Thread-safe; readers wait for a page that is being drawn.
 */
final class Drawings {
  /** Maximum number of different pages, of which readers could request any number with filters. */
  static final int KEPT = 16;

  /** Allowance for drawings on news; with less left, mere figures are drawn every other second. */
  private static final int SPARE = 4;

  private static final long OLD_MILLIS = 10_000;

  private final LongSupplier clock;
  private final Allowance dashboard;
  private final Allowance others;
  private final Map<String, Drawing> kept = BoundedMap.evictingLeastRecentlyUsed(KEPT);

  /** Creates an empty cache; {@code clock} is a monotonic clock in milliseconds. */
  Drawings(LongSupplier clock) {
    this.clock = clock;
    this.dashboard = new Allowance(1, SPARE, clock.getAsLong());
    this.others = new Allowance(4, 3 * SPARE, clock.getAsLong());
  }

  /**
   * A page as it is now, or was a moment ago.
   *
   * @param key identifies the page; empty for the whole dashboard
   * @param pulse of the current data
   * @param sheet draws the page
   * @return empty if the page is not cached and too many different pages are requested
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

  /** A token bucket: a number per second, and some in reserve. */
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

    /** Takes one token; without news, the reserve is not used. */
    boolean take(long now, boolean news) {
      left = Math.min(most, left + rate * (now - at) / SECOND);
      at = now;
      // Half of the reserve is kept for news. The fraction allows for imprecise timing.
      if (left < (news ? 1 : most / 2.0 + 0.9)) {
        return false;
      }
      left--;
      return true;
    }
  }
}
