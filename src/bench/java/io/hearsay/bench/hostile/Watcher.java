package io.hearsay.bench.hostile;

import io.hearsay.testkit.Await;
import java.time.Duration;

/** Looks at something again and again, on a thread of its own, until it is closed. */
final class Watcher implements AutoCloseable {
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param gap from the end of a look to the next one
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
