package io.hearsay.supervise;

import io.hearsay.process.Backoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Keeps one program running as its policy says, on a thread of its own that does nothing but wait.
 * Started once, stopped once.
 */
final class Supervised {
  private static final Logger LOG = Logger.getLogger("hearsay.supervise");

  /** The exit code of timeout(1). */
  private static final int TIMED_OUT = 124;

  private final ProcessSettings settings;
  private final Watcher watcher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopped = lock.newCondition();
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * A program that fails immediately costs little, and one that crashes after a day is back soon.
   */
  private final Backoff backoff = new Backoff(500, 500, 30_000, 10_000);

  private final Thread thread;
  private Child child;
  private boolean stopping;
  private volatile boolean well;
  private volatile int starts;

  /** Is notified of the program's life cycle, on its thread. */
  interface Watcher {
    /** It has been started. */
    void started(long pid);

    /** It has ended, and may be started again. */
    void ended(int code);

    /** It has ended, and will not be started again. */
    void over(int code);
  }

  Supervised(ProcessSettings settings, Watcher watcher) {
    this.settings = settings;
    this.watcher = watcher;
    this.thread =
        Thread.ofPlatform().daemon().name("supervise-" + settings.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Its name in the settings. */
  String name() {
    return settings.name();
  }

  /** How often it has been started. */
  int starts() {
    return starts;
  }

  /** The program is healthy, so the limit for its start no longer applies. */
  void well() {
    well = true;
  }

  private void run() {
    int code = 0;
    try {
      boolean again = true;
      while (again) {
        backoff.started(now());
        code = once();
        again = settings.restart().again(code) && !stopping();
        if (again) {
          var pause = Duration.ofMillis(backoff.ended(now()));
          LOG.warnf(
              "%s is started again in %s ms (%s)",
              settings.name(), pause.toMillis(), settings.restart());
          again = !stopsWithin(pause);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // In this order: whoever waits for the end asks for the exit code next.
      watcher.over(code);
      over.countDown();
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Runs the program once; returns its exit code. */
  private int once() throws InterruptedException {
    Child running;
    lock.lock();
    try {
      if (stopping) {
        return 0;
      }
      well = false;
      running = Child.start(settings);
      child = running;
      starts++;
    } catch (Child.NotStarted e) {
      LOG.error(e.getMessage());
      watcher.ended(e.code());
      return e.code();
    } finally {
      lock.unlock();
    }
    LOG.infof("%s runs, process %s", settings.name(), running.pid());
    watcher.started(running.pid());
    boolean late = !settings.startLimit().isZero() && !isWellInTime(running);
    if (late) {
      LOG.errorf(
          "%s was not well within %s ms (hearsay.supervise.start): stopped",
          settings.name(), settings.startLimit().toMillis());
      running.stop(settings.stopLimit());
    }
    int code = running.await();
    watcher.ended(code);
    LOG.infof("%s has ended with %s", settings.name(), code);
    running.cleanUp();
    return late ? TIMED_OUT : code;
  }

  private boolean isWellInTime(Child running) throws InterruptedException {
    return running.ends(settings.startLimit()) || well;
  }

  private boolean stopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  private boolean stopsWithin(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      for (long left = pause.toNanos(); !stopping && left > 0; ) {
        left = stopped.awaitNanos(left);
      }
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Sends a signal to the program, if it is running. */
  void signal(String signal) {
    lock.lock();
    try {
      if (child != null) {
        child.signal(signal);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends it for good; returns when it has ended.
   *
   * @param atMost replaces its own limit if that is longer
   */
  void stop(Duration atMost) throws InterruptedException {
    var running = stopStarting();
    if (running != null && running.alive()) {
      var limit = settings.stopLimit();
      running.stop(limit.compareTo(atMost) < 0 ? limit : atMost);
    }
    if (!over.await(2, TimeUnit.SECONDS)) {
      LOG.warnf("%s is not done with its last run", settings.name());
    }
  }

  /** Kills it for good. */
  void kill() throws InterruptedException {
    var running = stopStarting();
    if (running != null) {
      running.kill();
    }
  }

  private Child stopStarting() {
    lock.lock();
    try {
      stopping = true;
      stopped.signalAll();
      if (!thread.isAlive() && thread.getState() == Thread.State.NEW) {
        over.countDown();
      }
      return child;
    } finally {
      lock.unlock();
    }
  }
}
