package io.hearsay.balancer.policy;

/**
 * How long to wait before HAProxy is started again after it has ended: not at all the first time,
 * then the shortest time. Each start that comes to nothing makes it twice as long, up to the
 * longest; one that has served is started again after the shortest time however often it ends,
 * since its configuration is good and every request waits for it. One that has run for a while
 * makes it start over: a crash a day is no crash loop.
 *
 * <p>Holds no clock: times are in milliseconds of any clock that does not jump.
 */
public final class Backoff {
  private final long shortest;
  private final long longest;
  private final long calm;
  private long next;
  private long startedAt;
  private boolean served;

  /**
   * A new one.
   *
   * @param calm how long it must have run for the first pause to be none again
   */
  public Backoff(long shortest, long longest, long calm) {
    this.shortest = shortest;
    this.longest = longest;
    this.calm = calm;
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
      next = 0;
    }
    if (served) {
      served = false;
      next = Math.min(next, shortest);
    }
    long wait = next;
    next = wait == 0 ? shortest : Math.min(2 * wait, longest);
    return wait;
  }
}
