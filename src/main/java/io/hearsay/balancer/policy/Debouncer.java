package io.hearsay.balancer.policy;

import java.util.OptionalLong;

/**
 * Decides when a change is applied. A change after a quiet time is applied immediately. Changes
 * that follow closely are gathered until there is none for the quiet time, but none waits longer
 * than the maximum. Reloads keep a minimum gap, since each leaves an old process behind, and a
 * larger one while many old processes are left; changes at run time need neither.
 *
 * <p>Has no clock of its own: times are milliseconds of any monotonic clock.
 */
public final class Debouncer {
  private static final long NEVER = Long.MIN_VALUE / 2;

  /**
   * How much longer a reload waits for old processes to end; it delays reloads but never prevents
   * them.
   */
  private static final long CROWDED = 5000;

  private final long quiet;
  private final long minGap;
  private final long maxWait;
  private long firstPending = NEVER;
  private long lastChange = NEVER;
  private long due = NEVER;
  private long lastReload = NEVER;

  /**
   * Creates a debouncer; the quiet time, the minimum gap between reloads and the longest wait are
   * in milliseconds.
   */
  public Debouncer(long quiet, long minGap, long maxWait) {
    this.quiet = quiet;
    this.minGap = minGap;
    this.maxWait = maxWait;
  }

  /** There is something to apply. */
  public void changed(long now) {
    boolean first = firstPending == NEVER;
    if (first) {
      firstPending = now;
    }
    boolean calm = now - lastChange > quiet;
    due = first && calm ? now : Math.min(now + quiet, firstPending + maxWait);
    lastChange = now;
  }

  /** When to apply what is pending; empty if nothing is. */
  public OptionalLong due() {
    return firstPending == NEVER ? OptionalLong.empty() : OptionalLong.of(due);
  }

  /**
   * The earliest time of a reload.
   *
   * @param crowded whether too many old processes are left
   */
  public long reloadDue(boolean crowded) {
    return lastReload + minGap + (crowded ? CROWDED : 0);
  }

  /** Everything pending has been applied or found to need nothing. */
  public void settled() {
    firstPending = NEVER;
  }

  /** A reload was done. */
  public void reloaded(long now) {
    lastReload = now;
  }
}
