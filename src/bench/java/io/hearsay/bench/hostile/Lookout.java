package io.hearsay.bench.hostile;

import io.hearsay.testkit.Agent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Looks again and again whether an agent takes others for members. */
final class Lookout implements AutoCloseable {
  private final Guest witness;
  private final List<String> names;
  private final Watcher watcher;
  private int gone;
  private int suspect;
  private int looks;

  /**
   * Begins.
   *
   * @param gap from look to look
   */
  Lookout(Guest witness, List<String> names, Duration gap) {
    this.witness = witness;
    this.names = names;
    this.watcher = new Watcher(gap, this::look);
  }

  private void look() {
    try {
      var members = witness.members();
      names.forEach(name -> saw(members.get(name)));
    } catch (IOException e) {
      // Whoever is asked is measured elsewhere.
    }
  }

  private synchronized void saw(Agent.Member known) {
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
  public void close() {
    watcher.close();
  }
}
