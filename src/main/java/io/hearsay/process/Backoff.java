package io.hearsay.process;

/**
 * How long to wait before a program that has ended is started again. The first pause may be 0; each
 * failed start doubles the next pause, up to the longest one. A program that has served is
 * restarted after the shortest pause however often it ends, since its configuration works and
 * clients wait for it. A calm run resets the back-off: one crash a day is not a crash loop.
 *
 * <p>Has no clock of its own: times are milliseconds of any monotonic clock.
 */
public final class Backoff {
  private final long first;
  private final long shortest;
  private final long longest;
  private final long calm;
  private long next;
  private long startedAt;
  private boolean served;

  /**
   * A back-off with its first pause next.
   *
   * @param first pause after a calm run, in milliseconds; may be 0
   * @param shortest other pause, in milliseconds; more than 0
   * @param longest pause, in milliseconds
   * @param calm how long a program must have run for the back-off to be reset, in milliseconds
   */
  public Backoff(long first, long shortest, long longest, long calm) {
    this.first = first;
    this.shortest = shortest;
    this.longest = longest;
    this.calm = calm;
    this.next = first;
  }

  /** The program is about to be started. */
  public void started(long now) {
    startedAt = now;
  }

  /** The program has answered, and so has served. */
  public void served() {
    served = true;
  }

  /** The program has ended; returns how long to wait before the next start, in milliseconds. */
  public long ended(long now) {
    if (now - startedAt >= calm) {
      next = first;
    }
    if (served) {
      served = false;
      next = Math.min(next, shortest);
    }
    long wait = next;
    next = Math.clamp(2 * wait, shortest, longest);
    return wait;
  }
}
