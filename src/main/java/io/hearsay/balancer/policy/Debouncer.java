package io.hearsay.balancer.policy;

import java.util.OptionalLong;

/**
 * Decides when a change is applied. One that comes after a quiet time is applied at once. Those
 * that follow closely are gathered until none came for the quiet time, but none waits longer than
 * the maximum. Reloads keep a minimum distance from each other, since each one leaves an old
 * process behind, and a larger one while many old processes are left; changes at run time need
 * neither.
 *
 * <p>Holds no clock: the time is given, in milliseconds of any clock that does not jump.
 */
public final class Debouncer {
  private static final long NEVER = Long.MIN_VALUE / 2;

  /** How much longer a reload waits for old processes to end: a delay, never a block. */
  private static final long CROWDED = 5000;

  private final long quiet;
  private final long minGap;
  private final long maxWait;
  private long firstPending = NEVER;
  private long lastChange = NEVER;
  private long due = NEVER;
  private long lastReload = NEVER;

  /** All three in milliseconds: the quiet time, the distance between reloads, the longest wait. */
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

  /** When to look at what is to be applied; nothing if there is nothing. */
  public OptionalLong due() {
    return firstPending == NEVER ? OptionalLong.empty() : OptionalLong.of(due);
  }

  /**
   * When a reload may be done at the earliest.
   *
   * @param crowded whether too many old processes are left
   */
  public long reloadDue(boolean crowded) {
    return lastReload + minGap + (crowded ? CROWDED : 0);
  }

  /** All that was pending is applied, or found to need nothing. */
  public void settled() {
    firstPending = NEVER;
  }

  /** A reload was done. */
  public void reloaded(long now) {
    lastReload = now;
  }
}
