package io.hearsay.bench.membership;

import io.hearsay.testkit.Await;
import io.hearsay.testkit.Network;
import java.time.Duration;

/** The moment at which a new host's agent first sends something; the host itself sends nothing. */
final class FirstPacket {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(2);

  private FirstPacket() {}

  /** Waits for the packet; accurate to 2 ms. */
  static long of(Network network, Node node) {
    Await.until(
        node.name() + " said nothing",
        LIMIT,
        POLL,
        () -> node.alive() && network.sent(node.host()).packets() > 0);
    return System.nanoTime();
  }
}
