package io.hearsay.bench.membership;

import java.time.Duration;

/** The moment at which a new host's agent begins to speak; a host says nothing by itself. */
final class FirstPacket {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private FirstPacket() {}

  /** Waits for it; exact to 2 ms. */
  static long of(Network network, Node node) {
    Await.until(
        node.name() + " says something",
        LIMIT,
        () -> node.alive() && network.sent(node.host()).packets() > 0);
    return System.nanoTime();
  }
}
