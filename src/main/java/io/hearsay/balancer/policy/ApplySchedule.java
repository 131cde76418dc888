package io.hearsay.balancer.policy;

import java.util.OptionalLong;

/**
 * Decides when the pipeline takes its next step.
 *
 * <ul>
 *   <li>A change is applied when {@link Debouncer} says so.
 *   <li>A failed apply is retried after {@value #RETRY_MIN} ms, then after twice as long each time
 *       up to {@value #RETRY_MAX} ms. A change of servers does not wait for that.
 *   <li>After a HAProxy was adopted, nothing is applied for {@value #SETTLE} ms, so that the view
 *       of the cluster can become complete.
 *   <li>Every {@value #TICK} ms HAProxy and the template are checked in any case, so a lost wake-up
 *       costs no more than that.
 * </ul>
 *
 * <p>Has no clock of its own: times are milliseconds of any monotonic clock.
 */
public final class ApplySchedule {
  static final long TICK = 500;
  static final long RETRY_MIN = 500;
  static final long RETRY_MAX = 5000;
  static final long SETTLE = 500;

  private final Debouncer pacer;

  /** Earliest time of a retry; a change of servers does not wait for it. */
  private long notBefore;

  /** Earliest time of any apply, when the view of the cluster should be complete. */
  private long settled;

  /** Earliest time of a reload, after a failed one. */
  private long reloadNotBefore;

  private long nextTick;
  private long retry = RETRY_MIN;

  /** Creates a schedule with nothing pending; the first tick is due immediately. */
  public ApplySchedule(Debouncer pacer) {
    this.pacer = pacer;
  }

  /** A HAProxy was adopted at the start. */
  public void adopted(long now) {
    settled = now + SETTLE;
  }

  /** Whether it is time to check HAProxy and the template. */
  public boolean tickIsDue(long now) {
    return now >= nextTick;
  }

  /** HAProxy and the template are being checked. */
  public void ticked(long now) {
    nextTick = now + TICK;
  }

  /** There is something to apply. */
  public void changed(long now) {
    pacer.changed(now);
  }

  /** Whether there is something to apply, now or later. */
  public boolean pending() {
    return pacer.due().isPresent();
  }

  /** Whether something must be applied now. */
  public boolean isDue(long now) {
    return pending() && now >= applyAt();
  }

  private long applyAt() {
    OptionalLong due = pacer.due();
    return due.isEmpty() ? Long.MAX_VALUE : Math.max(due.getAsLong(), Math.max(notBefore, settled));
  }

  /**
   * When to take the next step.
   *
   * @param review when the meaning of the newest view changes by itself; {@link Long#MAX_VALUE} if
   *     never
   */
  public long next(long review) {
    return Math.min(Math.min(nextTick, review), applyAt());
  }

  /** Pending changes need not wait for the pause after a failure. */
  public void atOnce(long now) {
    notBefore = now;
  }

  /** Nothing may be applied before this time. */
  public void waitUntil(long until) {
    notBefore = until;
  }

  /** An apply or a start has failed and will be retried later. */
  public void failed(long now) {
    notBefore = now + retry;
    retry = Math.min(2 * retry, RETRY_MAX);
  }

  /** Reloads wait for the end of the pause, even for a change of servers that comes before it. */
  public void reloadWaitsToo() {
    reloadNotBefore = notBefore;
  }

  /** Another text can be tried: neither it nor its reload waits for a pause. */
  public void tryOther(long now) {
    notBefore = now;
    reloadNotBefore = now;
  }

  /**
   * The earliest time of a reload.
   *
   * @param crowded whether too many old processes are left
   */
  public long reloadDue(boolean crowded) {
    return Math.max(pacer.reloadDue(crowded), reloadNotBefore);
  }

  /** A reload was done. */
  public void reloaded(long now) {
    pacer.reloaded(now);
  }

  /** Nothing is pending any longer, although what is wanted could not be applied. */
  public void gaveUp() {
    pacer.settled();
    notBefore = 0;
  }

  /** Everything pending has been applied. */
  public void applied() {
    gaveUp();
    reloadNotBefore = 0;
    retry = RETRY_MIN;
  }
}
