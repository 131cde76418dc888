package io.hearsay.bench.hostile;

import io.hearsay.testkit.Agent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Checks over and over whether an agent considers others members. */
final class Lookout implements AutoCloseable {
  private final Guest witness;
  private final List<String> names;
  private final Watcher watcher;
  private int gone;
  private int suspect;
  private int looks;

  /**
   * Starts checking.
   *
   * @param gap from one check to the next
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
      // How the witness answers is measured elsewhere.
    }
  }

  private synchronized void saw(Agent.Member known) {
    var status = known == null ? "unknown" : known.status();
    looks++;
    suspect += status.equals("suspect") ? 1 : 0;
    gone += status.equals("alive") || status.equals("suspect") ? 0 : 1;
  }

  /** The number of checks at which one of them had failed, left or never been there. */
  synchronized int gone() {
    return gone;
  }

  /** The number of checks at which one of them was suspect, and still a member. */
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
