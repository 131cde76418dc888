/**
 * What seals datagrams and streams, and the keys that it is done with. Whatever does not open is
 * refused; nothing here throws on bad input.
 */
package io.hearsay.membership.crypto;
