package io.hearsay.process;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The place where programs are started. The JDK waits for each child that it has started, by
 * number; a process that waits for all others, as process 1 has to, must know which those are, or
 * it would take their exit codes away. So a program is started and noted down in one step, and
 * {@link #reapOrphans} never looks in between.
 *
 * <p>Its state is static because the kernel's is: children belong to the process.
 */
public final class Children {
  private static final ReentrantReadWriteLock STARTING = new ReentrantReadWriteLock();
  private static final Set<Long> OWN = ConcurrentHashMap.newKeySet();

  /** How soon the JDK has taken one of its own, usually. */
  private static final long OWN_PAUSE_MILLIS = 2;

  /** Nothing tells a process without children that it has got one. */
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
   * Waits for every child that the JDK does not know, for ever, on a thread of its own.
   *
   * @param posix how
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

  /** How long to wait before the next, in milliseconds. */
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
