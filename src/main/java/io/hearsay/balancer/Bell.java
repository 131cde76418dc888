package io.hearsay.balancer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Lets one thread sleep until a time or until another thread wakes it. */
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final LongSupplier millis;
  private boolean ringing;

  /** Creates a bell that has not been rung; {@code millis} is a monotonic clock in milliseconds. */
  Bell(LongSupplier millis) {
    this.millis = millis;
  }

  /** Wakes the sleeping thread. May be called from any thread; does not block. */
  void ring() {
    lock.lock();
    try {
      ringing = true;
      rung.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sleeps until a time, possibly less: the caller has to check everything after waking. Returns
   * immediately if the bell was rung since the last call.
   */
  void sleepUntil(long time) throws InterruptedException {
    lock.lock();
    try {
      long left = time - millis.getAsLong();
      if (!ringing && left > 0) {
        var unused = rung.await(left, TimeUnit.MILLISECONDS);
      }
      ringing = false;
    } finally {
      lock.unlock();
    }
  }
}
