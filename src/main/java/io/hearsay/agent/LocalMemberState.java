package io.hearsay.agent;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.TrafficMode;
import java.util.concurrent.CompletionStage;

/**
 * What the local member says of itself: whether its application is well, and what its operator
 * wants. Each is somebody else's to change, and they are announced together.
 */
final class LocalMemberState {
  private final Cluster cluster;
  private boolean healthy;
  private TrafficMode mode = TrafficMode.READY;

  LocalMemberState(Cluster cluster, boolean healthy) {
    this.cluster = cluster;
    this.healthy = healthy;
  }

  /** The application is well, or not. */
  synchronized CompletionStage<Void> healthy(boolean now) {
    healthy = now;
    return cluster.announce(healthy, mode);
  }

  /** The operator wants something else. */
  synchronized CompletionStage<Void> mode(TrafficMode now) {
    mode = now;
    return cluster.announce(healthy, mode);
  }
}
