package io.hearsay.agent;

import io.hearsay.cluster.Cluster;
import io.hearsay.cluster.Mode;
import java.util.concurrent.CompletionStage;

/**
 * What the local member says of itself: whether its application is well, and what its operator
 * wants. Each is somebody else's to change, and they are announced together.
 */
final class Standing {
  private final Cluster cluster;
  private boolean healthy;
  private Mode mode = Mode.READY;

  Standing(Cluster cluster, boolean healthy) {
    this.cluster = cluster;
    this.healthy = healthy;
  }

  /** The application is well, or not. */
  synchronized CompletionStage<Void> healthy(boolean now) {
    healthy = now;
    return cluster.announce(healthy, mode);
  }

  /** The operator wants something else. */
  synchronized CompletionStage<Void> mode(Mode now) {
    mode = now;
    return cluster.announce(healthy, mode);
  }
}
