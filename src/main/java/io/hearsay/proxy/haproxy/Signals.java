package io.hearsay.proxy.haproxy;

import java.io.IOException;
import java.time.Duration;
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
    try {
      int code =
          new ProcessBuilder("sh", "-c", "kill -USR1 " + process.pid())
              .redirectErrorStream(true)
              .start()
              .waitFor();
      if (code == 0) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (Serving.isAlive(process) && System.nanoTime() < deadline) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
    } catch (IOException e) {
      LOG.debug("cannot signal", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Serving.isAlive(process)) {
      process.destroy();
    }
  }
}
