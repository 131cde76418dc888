package io.hearsay.balancer.policy;

import java.util.OptionalLong;

/**
 * When the pipeline takes its next step.
 *
 * <ul>
 *   <li>A change is applied when {@link Debouncer} says so.
 *   <li>What failed is tried again after {@value #RETRY_MIN} ms, then after twice as long each time
 *       up to {@value #RETRY_MAX} ms. A change of servers does not wait for that.
 *   <li>After a HAProxy was taken over, nothing is applied for {@value #SETTLE} ms, in which the
 *       cluster shows itself whole.
 *   <li>Every {@value #TICK} ms HAProxy and the template are looked at, whatever happens. So no
 *       wake-up that is lost costs more than that.
 * </ul>
 *
 * <p>Holds no clock: times are in milliseconds of any clock that does not jump.
 */
public final class ApplySchedule {
  static final long TICK = 500;
  static final long RETRY_MIN = 500;
  static final long RETRY_MAX = 5000;
  static final long SETTLE = 500;

  private final Debouncer pacer;

  /** For what fails; a change of servers does not wait for it. */
  private long notBefore;

  /** For everything: until the cluster has shown itself whole. */
  private long settled;

  /** For a reload, after one that failed. */
  private long reloadNotBefore;

  private long nextTick;
  private long retry = RETRY_MIN;

  /** Nothing pending; the first tick is due at once. */
  public ApplySchedule(Debouncer pacer) {
    this.pacer = pacer;
  }

  /** A HAProxy was taken over at the start. */
  public void adopted(long now) {
    settled = now + SETTLE;
  }

  /** Whether it is time to look at HAProxy and the template. */
  public boolean tickIsDue(long now) {
    return now >= nextTick;
  }

  /** HAProxy and the template are being looked at. */
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

  /** Whether something is to be applied now. */
  public boolean isDue(long now) {
    return pending() && now >= applyAt();
  }

  private long applyAt() {
    OptionalLong due = pacer.due();
    return due.isEmpty() ? Long.MAX_VALUE : Math.max(due.getAsLong(), Math.max(notBefore, settled));
  }

  /**
   * When the next step is to be taken.
   *
   * @param review when the newest view means something else by itself; {@link Long#MAX_VALUE} if
   *     never
   */
  public long next(long review) {
    return Math.min(Math.min(nextTick, review), applyAt());
  }

  /** What is pending need not wait for a pause after a failure. */
  public void atOnce(long now) {
    notBefore = now;
  }

  /** Nothing is applied before that time. */
  public void waitUntil(long until) {
    notBefore = until;
  }

  /** An apply, or a start, has failed: it is tried again later. */
  public void failed(long now) {
    notBefore = now + retry;
    retry = Math.min(2 * retry, RETRY_MAX);
  }

  /**
   * Even a change of servers that comes before the pause is over makes no reload before its end.
   */
  public void reloadWaitsToo() {
    reloadNotBefore = notBefore;
  }

  /** There is another text to try: neither it nor its reload waits for a pause. */
  public void tryOther(long now) {
    notBefore = now;
    reloadNotBefore = now;
  }

  /**
   * When a reload may be done at the earliest.
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

  /** Nothing is pending any more, though what is wanted cannot be had. */
  public void gaveUp() {
    pacer.settled();
    notBefore = 0;
  }

  /** All that was pending is applied. */
  public void applied() {
    gaveUp();
    reloadNotBefore = 0;
    retry = RETRY_MIN;
  }
}
