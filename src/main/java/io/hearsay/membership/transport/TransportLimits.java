package io.hearsay.membership.transport;

/**
 * Limits what strangers, or a peer in trouble, may cost us on TCP.
 *
 * @param maxFrame maximum size of one frame in bytes; nothing is allocated for a larger one
 * @param maxHeld maximum number of bytes of incomplete frames, over all connections
 * @param maxConnections maximum number of concurrent inbound connections
 * @param maxConnectionsPerHost the same per address, so that one stranger cannot use up all
 * @param greetingMillis within which a connection must have sent its first frame
 */
public record TransportLimits(
    int maxFrame,
    long maxHeld,
    int maxConnections,
    int maxConnectionsPerHost,
    long greetingMillis) {
  /** Limits for the state of some 20 000 members and a few hundred connections. */
  public static TransportLimits standard() {
    return new TransportLimits(4 << 20, 12 << 20, 512, 128, 5000);
  }
}
