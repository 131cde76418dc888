package io.hearsay.proxy.haproxy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Signals that the JDK does not know. */
final class Signals {
  private static final Logger LOG = Logger.getLogger("haproxy");

  private Signals() {}

  /**
   * SIGUSR1: close the listeners, finish what is under way, end (HAProxy management guide, section
   * 4). SIGTERM when the limit has passed.
   */
  static void finish(ProcessHandle process, Duration limit) {
    finish(process);
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (Serving.isAlive(process) && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Serving.isAlive(process)) {
      process.destroy();
    }
  }

  /** SIGUSR1; nobody waits for what comes of it. SIGTERM if that cannot be sent. */
  static void finish(ProcessHandle process) {
    try {
      int code =
          Commands.of(List.of("sh", "-c", "kill -USR1 " + process.pid()))
              .redirectErrorStream(true)
              .start()
              .waitFor();
      if (code != 0 && Serving.isAlive(process)) {
        process.destroy();
      }
    } catch (IOException e) {
      LOG.debug("cannot signal", e);
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
