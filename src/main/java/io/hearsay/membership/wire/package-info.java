/**
 * What goes over the network: bounded messages, read and written. Every byte that arrives here is
 * hostile until it has passed the codec; nothing here throws on bad input.
 */
package io.hearsay.membership.wire;
