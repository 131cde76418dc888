/**
 * The messages on the network and their bounded encoding. Every byte that arrives here is hostile
 * until it has passed the codec; the public methods do not throw on bad input.
 */
package io.hearsay.membership.wire;
