package io.hearsay.membership.transport;

/**
 * What a stranger, or a peer in trouble, may cost us on TCP.
 *
 * @param maxFrame bytes of one frame; nothing is allocated for more
 * @param maxHeld bytes of frames that are not whole yet, of all connections together
 * @param maxConnections inbound connections at a time
 * @param maxConnectionsPerHost the same of one address: one stranger cannot take all
 * @param greetingMillis until a connection must have sent its first frame
 */
public record TransportLimits(
    int maxFrame,
    long maxHeld,
    int maxConnections,
    int maxConnectionsPerHost,
    long greetingMillis) {
  /** Room for the state of some 20 000 members, and for a few hundred connections. */
  public static TransportLimits standard() {
    return new TransportLimits(4 << 20, 12 << 20, 512, 128, 5000);
  }
}
