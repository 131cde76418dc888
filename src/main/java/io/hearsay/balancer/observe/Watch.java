package io.hearsay.balancer.observe;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The thread that observes HAProxy once a second while the balancer runs. */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("hearsay.proxy");
  private static final long INTERVAL_MILLIS = 1000;

  private final Observer observer;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Watch(Observer observer) {
    this.observer = observer;
  }

  /** Starts the thread. */
  public static Watch start(Observer observer) {
    var watch = new Watch(observer);
    Thread.ofPlatform().daemon().name("hearsay-observer").start(watch::run);
    return watch;
  }

  private void run() {
    try {
      while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          observer.look();
        } catch (RuntimeException e) {
          // A bug must not stop the thread: the next observation may succeed.
          LOG.error("HAProxy cannot be observed", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops observing, without waiting for an observation under way. */
  @Override
  public void close() {
    closed.countDown();
  }
}
