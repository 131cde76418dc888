package io.hearsay.membership.wire;

import java.net.InetSocketAddress;

/**
 * The destination of a datagram: an address and a boot. A datagram sealed for one boot is noise to
 * every other, so a captured one can be replayed neither to another member nor to the same member
 * after a restart.
 *
 * @param address resolved
 * @param nonce of the boot that is expected there, see {@link BootId#nonce()}
 */
public record Endpoint(InetSocketAddress address, long nonce) {}
