/**
 * Atomix' services, and Hearsay's implementations of their SPI: the protocol, the seeds and the
 * transports. The only package that knows Atomix.
 */
package io.hearsay.membership.atomix;
