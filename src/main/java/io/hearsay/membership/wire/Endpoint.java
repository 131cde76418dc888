package io.hearsay.membership.wire;

import java.net.InetSocketAddress;

/**
 * Where a datagram goes, and to which boot: a datagram sealed for one boot is noise to every other,
 * so that a captured one can be replayed neither to another member nor to the same member after its
 * restart.
 *
 * @param address resolved
 * @param nonce of the boot expected there, {@link BootId#nonce()}
 */
public record Endpoint(InetSocketAddress address, long nonce) {}
