package io.hearsay.agent;

import io.hearsay.membership.Cluster;
import io.hearsay.membership.TrafficMode;
import java.util.concurrent.CompletionStage;

/**
 * What the local member announces about itself: whether its application is healthy, and the mode
 * that its operator wants. The two change independently but are announced together.
 */
final class LocalMemberState {
  private final Cluster cluster;
  private boolean healthy;
  private TrafficMode mode = TrafficMode.READY;

  LocalMemberState(Cluster cluster, boolean healthy) {
    this.cluster = cluster;
    this.healthy = healthy;
  }

  /** Announces whether the application is healthy. */
  synchronized CompletionStage<Void> healthy(boolean now) {
    healthy = now;
    return cluster.announce(healthy, mode);
  }

  /** Announces the mode. */
  synchronized CompletionStage<Void> mode(TrafficMode now) {
    mode = now;
    return cluster.announce(healthy, mode);
  }
}
