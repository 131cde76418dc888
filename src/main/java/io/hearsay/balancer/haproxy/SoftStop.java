package io.hearsay.balancer.haproxy;

import io.hearsay.process.Signals;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The end of a HAProxy in good order. */
final class SoftStop {
  private SoftStop() {}

  /**
   * SIGUSR1: close the listeners, finish what is under way, end (HAProxy management guide, section
   * 4). SIGTERM when the limit has passed.
   */
  static void finish(ProcessHandle process, Duration limit) {
    finish(process);
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (HaproxyProcess.isAlive(process) && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (HaproxyProcess.isAlive(process)) {
      process.destroy();
    }
  }

  /** SIGUSR1; nobody waits for what comes of it. SIGTERM if that cannot be sent. */
  static void finish(ProcessHandle process) {
    if (!Signals.send(process.pid(), "USR1") && HaproxyProcess.isAlive(process)) {
      process.destroy();
    }
  }
}
