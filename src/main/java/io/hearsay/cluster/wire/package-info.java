/**
 * What goes over the network: bounded messages, the envelope that seals them, the keyring. Every
 * byte that arrives here is hostile until it has passed the envelope and the codec; nothing here
 * throws on bad input.
 */
package io.hearsay.cluster.wire;
