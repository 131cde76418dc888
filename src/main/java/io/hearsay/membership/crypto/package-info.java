/**
 * The keyring, and the sealing of datagrams and streams. What does not open is refused; opening
 * does not throw on bad input.
 */
package io.hearsay.membership.crypto;
