package io.hearsay.process;

/**
 * How long to wait before a program is started again after it has ended. The first pause may be
 * none; each start that comes to nothing makes the next one twice as long, up to the longest. One
 * that has served is started again after the shortest time however often it ends: what it was
 * started with is good, and somebody waits for it. One that has run for a while makes it start
 * over: a crash a day is no crash loop.
 *
 * <p>Holds no clock: times are in milliseconds of any clock that does not jump.
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
   * A new one.
   *
   * @param first pause after a calm run, milliseconds; may be 0
   * @param shortest of all other pauses, more than 0
   * @param longest of all pauses
   * @param calm how long a program must have run for the first pause to hold again
   */
  public Backoff(long first, long shortest, long longest, long calm) {
    this.first = first;
    this.shortest = shortest;
    this.longest = longest;
    this.calm = calm;
    this.next = first;
  }

  /** It is about to be started. */
  public void started(long now) {
    startedAt = now;
  }

  /** It has answered. */
  public void served() {
    served = true;
  }

  /** It has ended; gives the time to wait before the next start. */
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
