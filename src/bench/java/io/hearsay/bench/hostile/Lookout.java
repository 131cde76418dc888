package io.hearsay.bench.hostile;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks again and again whether an agent takes others for alive. */
final class Lookout implements AutoCloseable {
  private final Agent witness;
  private final List<String> names;
  private final long gap;
  private final Thread thread;
  private int doubts;
  private int looks;

  /**
   * Begins.
   *
   * @param gap milliseconds from look to look
   */
  Lookout(Agent witness, List<String> names, long gap) {
    this.gap = gap;
    this.witness = witness;
    this.names = names;
    thread = Thread.ofPlatform().daemon().start(this::look);
  }

  private void look() {
    try {
      while (true) {
        boolean well;
        try {
          var members = witness.members();
          well =
              names.stream()
                  .allMatch(n -> members.containsKey(n) && members.get(n).status().equals("alive"));
        } catch (IOException e) {
          well = false;
        }
        synchronized (this) {
          looks++;
          doubts += well ? 0 : 1;
        }
        TimeUnit.MILLISECONDS.sleep(gap);
      }
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  synchronized int doubts() {
    return doubts;
  }

  synchronized int looks() {
    return looks;
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
