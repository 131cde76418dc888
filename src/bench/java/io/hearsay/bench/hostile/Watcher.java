package io.hearsay.bench.hostile;

import io.hearsay.testkit.Await;
import java.time.Duration;

/** Looks at something over and over, on a thread of its own, until it is closed. */
final class Watcher implements AutoCloseable {
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts looking.
   *
   * @param gap from the end of one look to the next
   */
  Watcher(Duration gap, Runnable look) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!closed) {
                    look.run();
                    Await.pause(gap);
                  }
                });
  }

  @Override
  public void close() {
    closed = true;
    Await.end(thread);
  }
}
