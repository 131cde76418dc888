package io.hearsay.process;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The only place that starts programs. The JDK waits for each child it has started by its pid;
 * process 1, which must also wait for all others, has to know which those are, or it would take
 * their exit codes away from the JDK. So starting a program and recording its pid is one atomic
 * step with respect to {@link #reapOrphans}.
 *
 * <p>The state is static because children belong to the process.
 */
public final class Children {
  private static final ReentrantReadWriteLock STARTING = new ReentrantReadWriteLock();
  private static final Set<Long> OWN = ConcurrentHashMap.newKeySet();

  /** By then the JDK has usually reaped a child of its own. */
  private static final long OWN_PAUSE_MILLIS = 2;

  /** How often to look while there are no children: nothing reports a first one. */
  private static final long NO_CHILD_PAUSE_MILLIS = 200;

  private Children() {}

  /** Starts a program, as {@link ProcessBuilder#start} does. */
  public static Process start(ProcessBuilder builder) throws IOException {
    STARTING.readLock().lock();
    try {
      var process = builder.start();
      long pid = process.pid();
      OWN.add(pid);
      process.onExit().thenRun(() -> OWN.remove(pid));
      return process;
    } finally {
      STARTING.readLock().unlock();
    }
  }

  /**
   * Starts a thread that reaps every child the JDK does not know, until the process ends.
   *
   * @param posix the calls to do it with
   */
  static void reapOrphans(Posix posix) {
    Thread.ofPlatform()
        .daemon()
        .name("orphans")
        .start(
            () -> {
              try {
                while (true) {
                  long pause = reapOne(posix);
                  if (pause > 0) {
                    TimeUnit.MILLISECONDS.sleep(pause);
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Reaps at most one child; returns how long to wait before the next, in milliseconds. */
  private static long reapOne(Posix posix) {
    long pid = posix.awaitEndedChild();
    if (pid == 0) {
      return NO_CHILD_PAUSE_MILLIS;
    }
    STARTING.writeLock().lock();
    try {
      return OWN.contains(pid) || !posix.reap(pid) ? OWN_PAUSE_MILLIS : 0;
    } finally {
      STARTING.writeLock().unlock();
    }
  }
}
