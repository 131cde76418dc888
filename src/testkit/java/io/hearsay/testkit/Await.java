package io.hearsay.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions, and lets time pass where time itself is measured. */
public final class Await {
  /**
   * Fine enough for the hundredths of a second that are reported, coarse enough to cost nothing.
   */
  private static final Duration POLL = Duration.ofMillis(10);

  private Await() {}

  /** A condition; an exception means "not yet". */
  public interface Condition {
    /** Whether it holds now. */
    boolean holds() throws IOException;
  }

  /**
   * Polls until the condition holds.
   *
   * @param what did not happen: completes the sentence "… within 5 s" in the failure's message
   * @throws Failure if the limit passes first
   */
  public static void until(String what, Duration limit, Condition condition) {
    until(what, limit, POLL, condition);
  }

  /** The same, with a poll interval that suits the condition. */
  public static void until(String what, Duration limit, Duration poll, Condition condition) {
    var last = new IOException[1];
    if (!holds(limit, poll, condition, last)) {
      var why = last[0] == null ? "" : " (" + last[0] + ")";
      throw new Failure(what + " within " + limit.toSeconds() + " s" + why);
    }
  }

  /** Polls until the condition holds; false if the limit passes first. */
  public static boolean holds(Duration limit, Condition condition) {
    return holds(limit, POLL, condition, new IOException[1]);
  }

  private static boolean holds(
      Duration limit, Duration poll, Condition condition, IOException[] last) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        last[0] = null;
        if (condition.holds()) {
          return true;
        }
      } catch (IOException e) {
        last[0] = e;
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause(poll);
    }
  }

  /** Waits until a thread has ended. */
  public static void end(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw Failure.interrupted(e);
    }
  }

  /** Lets time pass. */
  public static void pause(Duration time) {
    at(System.nanoTime() + time.toNanos());
  }

  /**
   * Waits until that time of {@link System#nanoTime()}.
   *
   * @throws Failure if the thread is interrupted meanwhile
   */
  public static void at(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw Failure.interrupted(new InterruptedException());
      }
    }
  }
}
