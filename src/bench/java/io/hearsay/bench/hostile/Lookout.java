package io.hearsay.bench.hostile;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks again and again whether an agent takes others for members. */
final class Lookout implements AutoCloseable {
  private final Agent witness;
  private final List<String> names;
  private final long gap;
  private final Thread thread;
  private int gone;
  private int suspect;
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
        try {
          var members = witness.members();
          names.forEach(name -> saw(members.get(name)));
        } catch (IOException e) {
          // Whoever is asked is measured elsewhere.
        }
        TimeUnit.MILLISECONDS.sleep(gap);
      }
    } catch (InterruptedException e) {
      // It is over.
    }
  }

  private synchronized void saw(Agent.Known known) {
    var status = known == null ? "unknown" : known.status();
    looks++;
    suspect += status.equals("suspect") ? 1 : 0;
    gone += status.equals("alive") || status.equals("suspect") ? 0 : 1;
  }

  /** Looks at which one of them had failed, left or never been there. */
  synchronized int gone() {
    return gone;
  }

  /** Looks at which one of them was asked to refute, and was still a member. */
  synchronized int suspect() {
    return suspect;
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
