package io.hearsay.balancer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread sleep until some time, or until another one has news for it. */
final class Bell {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean ringing;

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

  /** Milliseconds of a clock that does not jump. */
  static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Sleeps until then, or less: whoever wakes looks at everything. */
  void sleepUntil(long time) throws InterruptedException {
    lock.lock();
    try {
      long left = time - now();
      if (!ringing && left > 0) {
        var unused = rung.await(left, TimeUnit.MILLISECONDS);
      }
      ringing = false;
    } finally {
      lock.unlock();
    }
  }
}
