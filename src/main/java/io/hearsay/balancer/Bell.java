package io.hearsay.balancer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Lets one thread sleep until some time, or until another one has news for it. */
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private final LongSupplier millis;
  private boolean ringing;

  /** One that nobody has rung; {@code millis} is a clock that does not jump. */
  Bell(LongSupplier millis) {
    this.millis = millis;
  }

  /** There is news. May be called from any thread; does not block. */
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
   * Sleeps until then, or less: whoever wakes looks at everything. What was rung since the last
   * call counts.
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
