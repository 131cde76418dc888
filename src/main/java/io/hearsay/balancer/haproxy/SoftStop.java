package io.hearsay.balancer.haproxy;

import io.hearsay.process.Signals;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Stops HAProxy gracefully. */
final class SoftStop {
  private SoftStop() {}

  /**
   * Sends SIGUSR1, upon which HAProxy closes its listeners, finishes what is under way and ends
   * (HAProxy management guide, section 4), and SIGTERM when the limit has passed.
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

  /** Sends SIGUSR1 without waiting for the end, or SIGTERM if that cannot be sent. */
  static void finish(ProcessHandle process) {
    if (!Signals.send(process.pid(), "USR1") && HaproxyProcess.isAlive(process)) {
      process.destroy();
    }
  }
}
